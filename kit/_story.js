// What a map with something beside it runs: the article and the map point at each other, the buttons
// step through it, and the slider shows what was under way by a day.
"use strict";
(function () {
  var HOVER_MS = 120; // a pointer on its way across the text opens nothing

  // groups: the map's layers; spec.things: for each number in data-thing, what shows it, as
  // [layer, part, index]; spec.days: the slider's stops, as [day, words].
  kit.beside = function (map, groups, spec) {
    var time = spec.days.length ? slider(map, groups, spec.days) : null;
    if (document.querySelector(".kit-text")) { story(map, groups, spec.things, time); }
  };

  // ---- The article -----------------------------------------------------------------------------

  function story(map, groups, things, time) {
    var box = document.querySelector(".kit-article");
    var parts = [].slice.call(box.querySelectorAll("[data-thing]"));
    var refs = parts.filter(function (part) { return part.classList.contains("kit-ref"); });
    var halo = L.layerGroup([], { interactive: false }).addTo(map), current = null, asked = false, waiting = null;
    var steps = document.querySelector(".kit-steps");
    if (!refs.length) { return; }

    function shapes(ref) {
      return things[ref.dataset.thing].map(function (at) { return groups[at[0]].kitShapes[at[1]][at[2]]; });
    }

    things.forEach(function (targets, thing) {
      targets.forEach(function (at) {
        var shape = groups[at[0]].kitShapes[at[1]][at[2]];
        if (shape.kitThing === undefined) { shape.kitThing = String(thing); }
      });
    });

    // Mark words in the text and what shows them on the map.
    function highlight(ref) {
      parts.forEach(function (part) {
        part.classList.toggle("kit-on", part.dataset.thing === ref.dataset.thing && ref.dataset.thing !== "");
      });
      if (current) { current.removeAttribute("aria-current"); }
      current = ref;
      ref.setAttribute("aria-current", "true");
      var number = refs.indexOf(ref) + 1 + " of " + refs.length, words = ref.getAttribute("aria-label");
      steps.querySelector(".kit-here").textContent = number + ": " + words.split(";")[0];
      steps.querySelector(".kit-here").setAttribute("aria-label", "Show on the map, " + number + ": " + words);
      halo.clearLayers();
      shapes(ref).forEach(ring);
    }

    function ring(shape) {
      var style = { color: kit.colour("point"), weight: 3, fill: false, interactive: false };
      if (shape.getRadius) { halo.addLayer(L.circleMarker(shape.getLatLng(), L.extend(style, { radius: shape.getRadius() + 5 }))); }
      else { halo.addLayer(L.polyline(shape.getLatLngs(), L.extend(style, { weight: 9, opacity: 0.45, smoothFactor: 0.4 }))); }
    }

    // Scroll the text, and nothing round it, to words.
    function reveal(ref) {
      var seen = box.getBoundingClientRect(), words = ref.getBoundingClientRect(), rim = 24;
      if (words.top >= seen.top + rim && words.bottom <= seen.bottom - rim) { return; }
      box.scrollTo({ top: box.scrollTop + words.top - seen.top - seen.height / 3, behavior: kit.still.matches ? "auto" : "smooth" });
    }

    // Show on the map what words tell: open it, and move the map if it is out of view.
    function show(ref, then) {
      clearTimeout(waiting);
      highlight(ref);
      var all = shapes(ref);
      if (!all.length) { map.closePopup(); return; }
      var shape = all.find(function (one) { return map.hasLayer(one); });
      if (!shape) {
        if (time) { time.all(); }
        shape = all[0];
        groups[things[ref.dataset.thing][0][0]].addTo(map);
      }
      bring(shape, function () {
        if (current !== ref) { return; }
        asked = true;
        var card = kit.open(map, shape.kitItem);
        asked = false;
        if (then) { then(card); }
      });
    }

    function bring(shape, arrived) {
      var view = map.getBounds().pad(-0.04);
      var inside = shape.getRadius ? view.contains(shape.getLatLng()) : view.contains(shape.getBounds());
      var card = map._popup, open = card && card.isOpen() && card.kitShape === shape; // which may have moved the map
      if (open || inside) { arrived(); return; }
      map.once("moveend", arrived);
      if (shape.getRadius) { map.panTo(shape.getLatLng()); }
      else { map.fitBounds(shape.getBounds(), { padding: [40, 40], maxZoom: map.getZoom() }); }
    }

    // Open what words tell and go there with the keyboard; Escape leads back.
    function enter(ref, back) {
      show(ref, function (card) {
        var content = card.getElement().querySelector(".leaflet-popup-content");
        content.tabIndex = -1;
        content.setAttribute("role", "dialog");
        content.setAttribute("aria-label", ref.getAttribute("aria-label"));
        content.focus({ preventScroll: true });
        content.addEventListener("keydown", function (event) {
          if (event.key === "Escape") { event.stopPropagation(); map.closePopup(); back.focus({ preventScroll: true }); }
        });
      });
    }

    function step(by, from) {
      var at = from ? refs.indexOf(from) : current ? refs.indexOf(current) : by > 0 ? -1 : refs.length;
      return refs[Math.max(0, Math.min(refs.length - 1, at + by))];
    }

    var KEYS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };

    refs.forEach(function (ref) {
      ref.addEventListener("focus", function () { show(ref); });
      ref.addEventListener("keydown", function (event) {
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); enter(ref, ref); }
        if (event.key === "Escape") { map.closePopup(); }
        if (KEYS[event.key]) { event.preventDefault(); step(KEYS[event.key], ref).focus({ preventScroll: true }); reveal(current); }
      });
    });
    parts.forEach(function (part) {
      var ref = part.classList.contains("kit-ref") ? part : owner(part);
      part.addEventListener("click", function () { show(ref); });
      part.addEventListener("mouseenter", function () {
        clearTimeout(waiting);
        waiting = setTimeout(function () { show(ref); }, HOVER_MS);
      });
      part.addEventListener("mouseleave", function () { clearTimeout(waiting); });
    });

    // The words that can be reached by keyboard for others of the same thing: the last before them.
    function owner(part) {
      var same = refs.filter(function (ref) { return ref.dataset.thing === part.dataset.thing; });
      var before = same.filter(function (ref) { return ref.compareDocumentPosition(part) & Node.DOCUMENT_POSITION_FOLLOWING; });
      return before[before.length - 1] || same[0];
    }

    function go(by) {
      var ref = step(by);
      show(ref);
      reveal(ref);
    }
    var here = steps.querySelector(".kit-here"), said = document.querySelector(".kit-said");
    here.textContent = refs.length + " in the text";
    here.addEventListener("click", function () { enter(current || refs[0], here); });
    steps.querySelector(".kit-previous").addEventListener("click", function () { go(-1); say(); });
    steps.querySelector(".kit-next").addEventListener("click", function () { go(1); say(); });
    steps.addEventListener("keydown", function (event) {
      if (event.key === "Escape") { map.closePopup(); }
      if (!KEYS[event.key]) { return; }
      event.preventDefault();
      go(KEYS[event.key]);
      here.focus({ preventScroll: true });
      say();
    });
    function say() { said.textContent = here.getAttribute("aria-label"); }

    // From the map to the text.
    function point(shape) {
      if (asked || shape.kitThing === undefined || (current && current.dataset.thing === shape.kitThing)) { return; }
      var same = refs.filter(function (ref) { return ref.dataset.thing === shape.kitThing; });
      if (!same.length) { return; }
      highlight(same[0]);
      reveal(same[0]);
    }
    map.on("kitpoint", function (event) { point(event.shape); });
    groups.forEach(function (group) { group.on("mouseover", function (event) { point(event.propagatedFrom || event.layer); }); });
    kit.onPaint(function () {
      halo.eachLayer(function (one) { one.setStyle({ color: kit.colour("point") }); });
    });
  }

  // ---- The slider ------------------------------------------------------------------------------

  function slider(map, groups, days) {
    var lines = [].concat.apply([], groups.map(function (group) { return group.kitShapes.lines; }))
      .filter(function (line) { return line.kitItem.when; });
    var bar = L.DomUtil.create("div", "kit-time kit-all");
    bar.innerHTML = '<label for="kit-day">Journeys by day</label><input type="range" id="kit-day" min="0" step="1">' +
      '<output for="kit-day"></output>';
    var input = bar.querySelector("input"), output = bar.querySelector("output");
    input.max = input.value = days.length;
    map.getContainer().after(bar);

    function apply() {
      var day = days[input.value], going = 0, undated = 0;
      lines.forEach(function (line) {
        var item = line.kitItem, first = item.when[0] || item.when[1], last = item.when[1];
        var begun = !day || (first && first <= day[0]), past = day && last && last < day[0];
        going += begun ? 1 : 0;
        undated += day && !first ? 1 : 0;
        item.hidden = !begun;
        [item.under, line].forEach(function (one) { item.group[begun ? "addLayer" : "removeLayer"](one); });
        line.setStyle({ opacity: past ? 0.45 : 1 });
      });
      output.innerHTML = !day ? "all" : day[1] + ": " + going + " of " + lines.length + " under way or past" +
        (undated ? ", " + undated + " without a date not shown" : "");
      input.setAttribute("aria-valuetext", output.textContent);
      bar.classList.toggle("kit-all", !day);
      map.kitLabels.soon();
    }
    input.addEventListener("input", apply);
    apply();
    return { all: function () { input.value = days.length; apply(); } };
  }
}());
