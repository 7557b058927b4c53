// The ground of every map: the basemap's land, lines and names, for _map.js and _tiles.js to draw.
// Text arrives escaped (kit._page.escape).
"use strict";
var kitGround = (function () {
  var WORLD = 256; // pixels round the world at zoom 0
  var CLOSE = 4.75; // the zoom from which cells of more detail are drawn
  var RIVERS = 5.25, DIVISIONS = 5.5, NAMED_DIVISIONS = 6.25; // and those from which these are
  var OVERLAP = 0.1; // degrees that cells reach into each other
  var FONT = 'system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif';
  var scratch = document.createElement("textarea");
  var pen = document.createElement("canvas").getContext("2d");

  function plain(escaped) {
    scratch.innerHTML = escaped;
    return scratch.value;
  }

  function width(text, font) {
    pen.font = font;
    return pen.measureText(text).width;
  }

  // ---- The reader's scheme --------------------------------------------------------------------

  function styled(name) {
    return getComputedStyle(document.documentElement).getPropertyValue("--kit-" + name).trim();
  }

  var palette = {}; // colours of the scheme, asked for once

  function colour(name) {
    if (!(name in palette)) { palette[name] = styled(name); }
    return palette[name];
  }

  // How much larger text and marks are on very large screens.
  function big() { return +styled("big") || 1; }

  // Calls back when the scheme changes, and for paper, which is light.
  function onScheme(repaint) {
    var root = document.documentElement;
    function again() { palette = {}; repaint(); }
    function print(on) { root.classList.toggle("kit-print", on); again(); }
    window.matchMedia("screen and (prefers-color-scheme: dark)").addEventListener("change", again);
    window.addEventListener("beforeprint", function () { print(true); });
    window.addEventListener("afterprint", function () { print(false); });
  }

  // ---- Packed numbers -------------------------------------------------------------------------

  function worldX(lon) { return (lon + 180) / 360 * WORLD; }

  function worldY(lat) {
    var sine = Math.sin(Math.max(-85.06, Math.min(85.06, lat)) * Math.PI / 180);
    return WORLD / 2 - WORLD * Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  }

  // The whole numbers that _basemap._encoded wrote, null at each full stop.
  function numbers(text) {
    var found = [], value = 0, shift = 0;
    for (var i = 0; i < text.length; i++) {
      var code = text.charCodeAt(i);
      if (code === 46) { found.push(null); continue; }
      var digit = code === 45 ? 62 : code === 95 ? 63 : code < 58 ? code + 4 : code < 91 ? code - 65 : code - 71;
      value |= (digit & 31) << shift;
      if (digit & 32) { shift += 5; continue; }
      found.push(value & 1 ? -(value >> 1) : value >> 1);
      value = shift = 0;
    }
    return found;
  }

  // Lines as lists of pairs, in steps of a degree.
  function unpack(text) {
    var lines = [], line = [], x = 0, y = 0, all = numbers(text);
    for (var i = 0; i < all.length; i++) {
      if (all[i] === null) { lines.push(line); line = []; x = y = 0; continue; }
      x += all[i];
      y += all[++i];
      line.push([x, y]);
    }
    return lines;
  }

  function degrees(text, steps) {
    return unpack(text).map(function (line) { return line.map(function (p) { return [p[0] / steps, p[1] / steps]; }); });
  }

  // Data that was deflated to keep a file small; the browser inflates it while the map is drawn.
  function inflated(text) {
    var bytes = Uint8Array.from(atob(text), function (letter) { return letter.charCodeAt(0); });
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).json();
  }

  // ---- Land and lines -------------------------------------------------------------------------

  function meet(a, b) { return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]; }

  // A box [west, south, east, north] in degrees as one in pixels at zoom 0, its upper side first.
  function boxed(box) { return [worldX(box[0]), worldY(box[3]), worldX(box[2]), worldY(box[1])]; }

  // Each line with its path, its path less the sides of the box where the data was cut, and its box.
  function paths(text, steps, sides) {
    return unpack(text).map(function (points) {
      var one = { area: new Path2D(), line: new Path2D(), box: [WORLD, WORLD, 0, 0] }, box = one.box;
      points.forEach(function (p, i) {
        var x = worldX(p[0] / steps), y = worldY(p[1] / steps), before = points[i - 1];
        var cut = before && ((p[0] === before[0] && (p[0] === sides[0] || p[0] === sides[2])) ||
          (p[1] === before[1] && (p[1] === sides[1] || p[1] === sides[3])));
        one.area.lineTo(x, y);
        one.line[cut ? "moveTo" : "lineTo"](x, y);
        one.box = box = [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)];
      });
      return one;
    });
  }

  // A part of the ground: the whole world, or a cell. Its paths are made when they are first seen.
  function Part(packed, steps, thinSteps, box, rect) {
    this.rect = boxed(rect);
    this._packed = packed;
    this._steps = { river: thinSteps, division: thinSteps };
    this._usual = steps;
    this._sides = box.map(function (side) { return Math.round(side * steps); });
    this._made = {};
  }
  Part.prototype.path = function (layer, seen, sort) {
    var all = new Path2D();
    if (!this._made[layer]) {
      this._made[layer] = paths(this._packed[layer] || "", this._steps[layer] || this._usual, this._sides);
    }
    this._made[layer].forEach(function (one) { if (meet(one.box, seen)) { all.addPath(one[sort || "line"]); } });
    return all;
  };

  // The basemap of a map, from _mapbase.deflated. It draws nothing and has no names until it is ready.
  function Ground(text) {
    var self = this;
    this._parts = [];
    this.names = [];
    this.ready = Promise.resolve(text).then(inflated).then(function (base) {
      var world = [-180, -90, 180, 90];
      self._parts = [new Part(base.world, base.worldSteps, 0, world, world)].concat(base.cells.map(function (cell) {
        var rect = [cell.west, cell.south, cell.west + base.cell, cell.south + base.cell];
        var box = rect.map(function (side, i) { return i < 2 ? side - OVERLAP : side + OVERLAP; });
        return new Part(cell, base.steps, base.thinSteps, box, rect);
      }));
      self.names = named(base.names);
    });
  }

  // Draws what is seen, a box in pixels at zoom 0, on a context that is turned to those.
  Ground.prototype.draw = function (ctx, seen, zoom) {
    var scale = Math.pow(2, zoom), rim = 2 / scale;
    seen = [seen[0] - rim, seen[1] - rim, seen[2] + rim, seen[3] + rim];
    ctx.lineJoin = "round";
    layers(ctx, this._parts.slice(0, 1), seen, scale, zoom);
    var cells = zoom < CLOSE ? [] : this._parts.slice(1).filter(function (cell) { return meet(cell.rect, seen); });
    if (!cells.length) { return; }
    ctx.save(); // cells of more detail cover what the world has there
    clip(ctx, cells);
    ctx.fillStyle = colour("sea");
    ctx.fillRect(seen[0], seen[1], seen[2] - seen[0], seen[3] - seen[1]);
    layers(ctx, cells, seen, scale, zoom);
    ctx.restore();
  };

  // Sides on whole pixels: half-covered ones would show as seams.
  function clip(ctx, cells) {
    var on = ctx.getTransform();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.beginPath();
    cells.forEach(function (cell) {
      var r = cell.rect, left = Math.round(r[0] * on.a + on.e), top = Math.round(r[1] * on.d + on.f);
      ctx.rect(left, top, Math.round(r[2] * on.a + on.e) - left, Math.round(r[3] * on.d + on.f) - top);
    });
    ctx.clip();
    ctx.setTransform(on);
  }

  function layers(ctx, parts, seen, scale, zoom) {
    function stroke(layer, ink, wide) {
      ctx.strokeStyle = colour(ink);
      ctx.lineWidth = wide / scale;
      parts.forEach(function (part) { ctx.stroke(part.path(layer, seen)); });
    }
    ctx.fillStyle = colour("land");
    parts.forEach(function (part) { ctx.fill(part.path("land", seen, "area"), "evenodd"); });
    stroke("land", "coast", 0.8);
    ctx.fillStyle = colour("sea");
    parts.forEach(function (part) { ctx.fill(part.path("lake", seen, "area"), "evenodd"); });
    stroke("lake", "coast", 0.6);
    if (zoom >= RIVERS) { stroke("river", "river", zoom < 7 ? 0.7 : 1); }
    if (zoom >= DIVISIONS) { stroke("division", "division", zoom < 7 ? 0.7 : 1); }
    stroke("border", "border", zoom < 4 ? 0.8 : 1.2);
    ctx.setLineDash([5 / scale, 4 / scale]);
    stroke("disputed", "border", zoom < 4 ? 0.8 : 1.2);
    ctx.setLineDash([]);
  }

  // ---- The graticule ---------------------------------------------------------------------------

  // As in _graticule.py.
  var STEPS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30], APART = 80;

  // Calls back with the degrees of each line, where it is in pixels at zoom 0, and whether it is level.
  function eachLine(zoom, visit) {
    var scale = Math.pow(2, zoom), step = STEPS.filter(function (one) { return one / 360 * WORLD * scale >= APART; })[0] || 30;
    for (var i = Math.ceil(-180 / step); i < 180 / step; i++) { visit(i * step, worldX(i * step), false); }
    for (i = Math.ceil(-85 / step); i <= 85 / step; i++) { visit(i * step, worldY(i * step), true); }
  }

  function graticule(ctx, seen, zoom) {
    ctx.beginPath();
    eachLine(zoom, function (degrees, at, level) {
      if (level && at > seen[1] && at < seen[3]) { ctx.moveTo(Math.max(0, seen[0]), at); ctx.lineTo(Math.min(WORLD, seen[2]), at); }
      if (!level && at > seen[0] && at < seen[2]) { ctx.moveTo(at, seen[1]); ctx.lineTo(at, seen[3]); }
    });
    ctx.strokeStyle = colour("graticule");
    ctx.lineWidth = 0.7 / Math.pow(2, zoom);
    ctx.stroke();
  }

  // How the degrees of a line are written.
  function degreesFace(degrees, level) {
    var text = +Math.abs(degrees).toFixed(2) + "°", font = 10.5 * big() + "px " + FONT;
    if (degrees && degrees !== -180) { text += " " + (level ? "NS" : "EW")[+(degrees < 0)]; }
    return { lines: [text], font: font, wide: width(text, font), step: 0, high: 13 * big(), align: "left", ink: "graticule-name", paper: "land" };
  }

  // ---- Names ----------------------------------------------------------------------------------

  // Rows of _mapbase._packed_names: text, kind, where in pixels at zoom 0, and how broad an area is
  // there, or from which zoom a town is named.
  function named(packed) {
    var all = numbers(packed.numbers), lat = 0, lon = 0, size = 0;
    return packed.text.split("\n").map(function (text, i) {
      lat += all[3 * i];
      lon += all[3 * i + 1];
      size += all[3 * i + 2];
      return { text: plain(text), kind: packed.kinds[i], x: worldX(lon / 200), y: worldY(lat / 200),
        broad: size / 3600 * WORLD, from: size / 4 };
    });
  }

  // How a name is written at a zoom, in pixels; null where it is not.
  function face(name, zoom) {
    if (name.kind === "d") { return divisionFace(name, zoom); }
    return name.kind === "n" || name.kind === "w" ? areaFace(name, zoom) : townFace(name, zoom);
  }

  function areaFace(name, zoom) {
    var water = name.kind === "w", broad = name.broad * Math.pow(2, zoom);
    var size = Math.max(11, Math.min(15, 9.5 + broad / 70)) * big();
    var font = water ? "italic " + size + "px " + FONT : "500 " + (size - 1) + "px " + FONT;
    var text = water ? name.text : name.text.toUpperCase(), lines = [text], spacing = water ? "0.3px" : "1.1px";
    if ("letterSpacing" in pen) { pen.letterSpacing = spacing; }
    var wide = width(text, font);
    if (wide > broad * 1.1 && text.indexOf(" ") > 0) {
      lines = halves(text);
      wide = Math.max(width(lines[0], font), width(lines[1], font));
    }
    if ("letterSpacing" in pen) { pen.letterSpacing = "0px"; }
    if (wide > broad * (water ? 1.3 : 1.7) && (water || zoom < 6)) { return null; }
    return { lines: lines, font: font, spacing: spacing, wide: wide, step: size * 1.2, high: size * 1.2 * lines.length,
      ink: water ? "water-name" : "country-name", paper: water ? "" : "land" };
  }

  // A division's name is small, and not there unless the division is wide enough for it.
  function divisionFace(name, zoom) {
    var broad = name.broad * Math.pow(2, zoom), font = 10.5 * big() + "px " + FONT;
    if (zoom < NAMED_DIVISIONS || broad < 70) { return null; }
    var lines = width(name.text, font) > broad * 0.9 ? halves(name.text) : [name.text];
    var wide = Math.max.apply(null, lines.map(function (line) { return width(line, font); })), step = 13 * big();
    if (wide > broad) { return null; }
    return { lines: lines, font: font, wide: wide, step: step, high: step * lines.length, ink: "division-name", paper: "land" };
  }

  function townFace(name, zoom) {
    var capital = name.kind === "c";
    if (zoom < (capital ? Math.min(name.from - 0.5, 5) : name.from)) { return null; }
    var font = (capital ? "500 " : "") + 11 * big() + "px " + FONT;
    return { lines: [name.text], font: font, wide: width(name.text, font), step: 0, high: 14 * big(),
      align: "left", ink: "town", paper: "land", dot: capital ? 2.2 : 1.7 };
  }

  // Write a name with its middle there, a town's with its left end there.
  function write(ctx, how, x, y) {
    ctx.textBaseline = "middle";
    ctx.textAlign = how.align || "center";
    ctx.lineJoin = "round";
    ctx.font = how.font;
    if ("letterSpacing" in ctx) { ctx.letterSpacing = how.spacing || "0px"; }
    how.lines.forEach(function (line, i) {
      var at = y + (i - (how.lines.length - 1) / 2) * how.step;
      if (how.paper) {
        ctx.strokeStyle = colour(how.paper);
        ctx.lineWidth = 3;
        ctx.strokeText(line, x, at);
      }
      ctx.fillStyle = colour(how.ink);
      ctx.fillText(line, x, at);
    });
    if ("letterSpacing" in ctx) { ctx.letterSpacing = "0px"; }
  }

  function dot(ctx, how, x, y) {
    ctx.beginPath();
    ctx.arc(x, y, how.dot, 0, 7);
    ctx.fillStyle = colour(how.ink);
    ctx.fill();
  }

  // Break a name at the space nearest to its middle, after a comma rather than elsewhere.
  function halves(text) {
    function off(at) { return Math.abs(at - text.length / 2) * (text[at - 1] === "," ? 0.15 : 1) + (text[at - 1] === "," ? 0 : 2); }
    var best = text.indexOf(" ");
    for (var at = best; at >= 0; at = text.indexOf(" ", at + 1)) {
      if (off(at) < off(best)) { best = at; }
    }
    return best < 0 ? [text] : [text.slice(0, best), text.slice(best + 1)];
  }

  return { WORLD: WORLD, FONT: FONT, Ground: Ground, meet: meet, face: face, write: write, dot: dot, halves: halves,
    eachLine: eachLine, graticule: graticule, degreesFace: degreesFace,
    plain: plain, width: width, degrees: degrees, inflated: inflated, colour: colour, big: big, onScheme: onScheme,
    renew: function () { palette = {}; } };
}());
