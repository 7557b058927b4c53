// What every map of the kit runs: the basemap, marks and lines with their popups, and the labels.
// Text arrives escaped (kit._page.escape), so it is put into HTML as it comes.
"use strict";
var kit = (function () {
  var ground = kitGround, WORLD = ground.WORLD, FONT = ground.FONT;
  var plain = ground.plain, width = ground.width, halves = ground.halves, colour = ground.colour, big = ground.big;
  var data = {};

  // An ink as the reader's scheme has it: the style sheet gives some a lighter twin for the dark.
  function ink(hex) { return colour(hex.slice(1)) || hex; }

  var still = window.matchMedia("(prefers-reduced-motion: reduce)");

  // ---- The basemap --------------------------------------------------------------------------

  var sharp = 1; // dots to a pixel, at least

  var Sheet = L.Renderer.extend({
    options: { padding: 0.25, pane: "kit-land" },
    _initContainer: function () {
      this._container = L.DomUtil.create("canvas", "kit-sheet");
      this._container.setAttribute("aria-hidden", "true");
      this._ctx = this._container.getContext("2d");
    },
    _destroyContainer: function () { L.DomUtil.remove(this._container); },
    // Leaflet would set it between pixels, where letters and lines blur, even if the zoom is as it was drawn.
    _updateTransform: function (center, zoom) {
      if (zoom !== this._zoom) { L.Renderer.prototype._updateTransform.call(this, center, zoom); }
    },
    _update: function () {
      if (this._map._animatingZoom && this._bounds) { return; }
      L.Renderer.prototype._update.call(this);
      var size = this._bounds.getSize(), ratio = Math.max(sharp, Math.min(window.devicePixelRatio || 1, 3));
      this._ratio = ratio;
      this._container.width = ratio * size.x;
      this._container.height = ratio * size.y;
      this._container.style.width = size.x + "px";
      this._container.style.height = size.y + "px";
      L.DomUtil.setPosition(this._container, this._bounds.min);
      this.fire("update");
      this.paint();
    },
    // Calls back with the left edge, in pixels, of each copy of the world that can be seen.
    eachWorld: function (visit) {
      var scale = Math.pow(2, this._map.getZoom()), origin = this._map.getPixelOrigin();
      var left = -origin.x - this._bounds.min.x, top = -origin.y - this._bounds.min.y;
      for (var turn = -2; turn <= 2; turn++) {
        var x = left + turn * WORLD * scale;
        if (x < this._bounds.getSize().x && x + WORLD * scale > 0) { visit(x, top, scale, turn); }
      }
    }
  });

  var Land = Sheet.extend({
    initialize: function (base, lined) {
      L.Renderer.prototype.initialize.call(this, {});
      this._ground = base;
      this._lined = lined;
    },
    paint: function () {
      var ctx = this._ctx, ratio = this._ratio, size = this._bounds.getSize(), zoom = this._map.getZoom();
      var base = this._ground, lined = this._lined;
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.fillStyle = colour("sea");
      ctx.fillRect(0, 0, this._container.width, this._container.height);
      this.eachWorld(function (x, y, scale) {
        ctx.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * x, ratio * y);
        var seen = [-x / scale, -y / scale, (size.x - x) / scale, (size.y - y) / scale];
        base.draw(ctx, seen, zoom);
        if (lined) { ground.graticule(ctx, seen, zoom); }
      });
    }
  });

  // Names of the basemap, written where the labels of the data leave room.
  var Names = Sheet.extend({
    options: { padding: 0.1, pane: "kit-names" },
    initialize: function (base, lined) {
      L.Renderer.prototype.initialize.call(this, {});
      this._ground = base;
      this._lined = lined;
      this.hidden = {};
    },
    paint: function () { if (this._map.kitLabels) { this._map.kitLabels.soon(); } },
    write: function (room, leaders) {
      var ctx = this._ctx, zoom = this._map.getZoom(), self = this, size = this._bounds.getSize();
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.clearRect(0, 0, this._container.width, this._container.height);
      ctx.setTransform(this._ratio, 0, 0, this._ratio, 0, 0);
      var corner = this._map.layerPointToContainerPoint(this._bounds.min);
      leaders.forEach(function (ends) {
        [[colour("halo"), 2.6], [colour("leader"), 0.9]].forEach(function (pen) {
          ctx.strokeStyle = pen[0];
          ctx.lineWidth = pen[1];
          ctx.beginPath();
          ctx.moveTo(ends[0] - corner.x, ends[1] - corner.y);
          ctx.lineTo(ends[2] - corner.x, ends[3] - corner.y);
          ctx.stroke();
        });
      });
      var first = true;
      this.eachWorld(function (left, top, scale) {
        if (self._lined) { self._degrees(left, top, scale, zoom, room, corner, first); }
        first = false;
        self._ground.names.forEach(function (name) {
          var x = left + name.x * scale, y = top + name.y * scale;
          if (self.hidden[name.text] || x < -80 || y < -20 || x > size.x + 80 || y > size.y + 20) { return; }
          var how = ground.face(name, zoom);
          if (how) { self[how.dot ? "_town" : "_area"](how, x, y, room, corner); }
        });
      });
    },
    // Degrees stand at the left or upper end of their line, or else at the other.
    _degrees: function (left, top, scale, zoom, room, corner, levels) {
      var ctx = this._ctx, view = this._map.getSize();
      ground.eachLine(zoom, function (degrees, at, level) {
        var how = ground.degreesFace(degrees, level), far = (level ? top + corner.y : left + corner.x) + at * scale;
        var spots = level ? [[5, far - how.high], [view.x - how.wide - 5, far - how.high]] : [[far + 4, 3], [far + 4, view.y - how.high - 3]];
        (levels || !level ? spots : []).some(function (spot) {
          var x = spot[0], y = spot[1], inside = x > 0 && y > 0 && x + how.wide < view.x && y + how.high < view.y;
          if (!inside || !room.take(x, y, how.wide, how.high, 1, true)) { return false; }
          ground.write(ctx, how, x - corner.x, y - corner.y + how.high / 2);
          return true;
        });
      });
    },
    _area: function (how, x, y, room, corner) {
      var left = x + corner.x - how.wide / 2;
      if (left >= 0 && left + how.wide <= this._map.getSize().x && room.take(left, y + corner.y - how.high / 2, how.wide, how.high, 3)) {
        ground.write(this._ctx, how, x, y);
      }
    },
    _town: function (how, x, y, room, corner) {
      var left = -6 - how.wide, sides = [[6, -2], [left, left]]; // of the letters, of the room
      for (var i = 0; i < sides.length; i++) {
        if (room.take(x + corner.x + sides[i][1], y + corner.y - how.high / 2, how.wide + 8, how.high, 2)) {
          ground.dot(this._ctx, how, x, y);
          ground.write(this._ctx, how, x + sides[i][0], y);
          return;
        }
      }
    }
  });

  // ---- Marks, lines and areas ----------------------------------------------------------------

  var SHAPES = {
    circle: function (ctx, x, y, r) { ctx.arc(x, y, r, 0, 2 * Math.PI); },
    square: function (ctx, x, y, r) { var a = r * 0.88; ctx.rect(x - a, y - a, 2 * a, 2 * a); },
    diamond: function (ctx, x, y, r) { corners(ctx, x, y, [[0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]], r); },
    triangle: function (ctx, x, y, r) { corners(ctx, x, y, [[0, -1.3], [1.2, 0.85], [-1.2, 0.85]], r); },
    hexagon: function (ctx, x, y, r) {
      corners(ctx, x, y, [[1.1, 0], [0.55, 0.95], [-0.55, 0.95], [-1.1, 0], [-0.55, -0.95], [0.55, -0.95]], r);
    }
  };

  function corners(ctx, x, y, points, r) {
    points.forEach(function (p, i) { ctx[i ? "lineTo" : "moveTo"](x + p[0] * r, y + p[1] * r); });
    ctx.closePath();
  }

  var Mark = L.CircleMarker.extend({
    _updatePath: function () {
      var canvas = this._renderer;
      if (!canvas._drawing || this._empty()) { return; }
      var ctx = canvas._ctx, p = this._point;
      ctx.beginPath();
      SHAPES[this.options.shape](ctx, p.x, p.y, this._radius);
      canvas._fillStroke(ctx, this);
    }
  });

  // A line so many pixels to the right of its way, where another one takes the same.
  var Beside = L.Polyline.extend({
    _simplifyPoints: function () {
      var px = this.options.aside;
      L.Polyline.prototype._simplifyPoints.call(this);
      if (px) { this._parts = this._parts.map(function (part) { return shifted(part, px); }); }
    }
  });

  function shifted(points, px) {
    return points.map(function (p, i) {
      var a = points[Math.max(i - 1, 0)], b = points[Math.min(i + 1, points.length - 1)], far = a.distanceTo(b) || 1;
      return L.point(p.x - (b.y - a.y) / far * px, p.y + (b.x - a.x) / far * px);
    });
  }

  var Way = Beside.extend({
    _updatePath: function () {
      var canvas = this._renderer;
      if (!canvas._drawing || !this._parts.length) { return; }
      canvas._updatePoly(this, false);
      if (!this.options.ticks && !this.options.arrow) { return; }
      var track = new Track(this._parts), paint = this.options.color;
      track.alpha = this.options.opacity;
      if (this.options.ticks) { sleepers(canvas._ctx, track, paint, canvas._bounds); }
      if (this.options.arrow) { arrows(canvas._ctx, track, paint, canvas._bounds); }
    }
  });

  // A line on the screen by the length along it: where it is, and which way it runs about there.
  function Track(parts) {
    this.points = [].concat.apply([], parts);
    this.along = [0];
    for (var i = 1; i < this.points.length; i++) {
      this.along.push(this.along[i - 1] + this.points[i].distanceTo(this.points[i - 1]));
    }
    this.whole = this.along[this.along.length - 1];
    this._at = 1;
  }
  Track.prototype.point = function (far) {
    var along = this.along, i = this._at;
    while (i < along.length - 1 && along[i] < far) { i++; }
    while (i > 1 && along[i - 1] > far) { i--; }
    this._at = i;
    var a = this.points[i - 1], b = this.points[i], share = (far - along[i - 1]) / (along[i] - along[i - 1] || 1);
    return L.point(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share);
  };
  Track.prototype.turn = function (far) {
    var from = this.point(Math.max(far - 9, 0)), to = this.point(Math.min(far + 9, this.whole));
    return Math.atan2(to.y - from.y, to.x - from.x);
  };
  // Lengths at which the arrow heads point, the last at the end.
  Track.prototype.heads = function () {
    var heads = [];
    for (var far = 60; far < this.whole - 50; far += 150) { heads.push(far); }
    return this.whole < 14 ? [] : heads.concat(this.whole - 9);
  };
  // Calls back with the pen turned along the line, for what can be seen.
  Track.prototype.draw = function (ctx, frame, lengths, paint) {
    var self = this;
    ctx.setLineDash([]);
    ctx.globalAlpha = this.alpha;
    lengths.forEach(function (far) {
      var p = self.point(far);
      if (!frame.contains(p)) { return; }
      ctx.save();
      ctx.translate(p.x, p.y);
      ctx.rotate(self.turn(far));
      ctx.beginPath();
      paint();
      ctx.restore();
    });
  };

  // Sleepers across a railway, but not under the arrow heads.
  function sleepers(ctx, track, paint, frame) {
    var lengths = [];
    for (var far = 5; far < track.whole - 24; far += 10) {
      if (Math.abs((far + 90) % 150 - 75) < 64) { lengths.push(far); }
    }
    ctx.strokeStyle = paint;
    ctx.lineWidth = 1.5;
    track.draw(ctx, frame, lengths, function () { ctx.moveTo(0, -4); ctx.lineTo(0, 4); ctx.stroke(); });
  }

  function arrows(ctx, track, paint, frame) {
    ctx.fillStyle = paint;
    ctx.strokeStyle = colour("halo");
    ctx.lineWidth = 1;
    track.draw(ctx, frame, track.heads(), function () {
      ctx.moveTo(9, 0); ctx.lineTo(-6, 6); ctx.lineTo(-3.5, 0); ctx.lineTo(-6, -6);
      ctx.closePath();
      ctx.fill();
      ctx.stroke();
    });
  }

  function hatch(paint) {
    var tile = document.createElement("canvas"), ctx = tile.getContext("2d");
    tile.width = tile.height = 8;
    ctx.strokeStyle = paint;
    ctx.globalAlpha = 0.55;
    ctx.beginPath();
    ctx.moveTo(-2, 10); ctx.lineTo(10, -2); ctx.moveTo(-2, 2); ctx.lineTo(2, -2); ctx.moveTo(6, 10); ctx.lineTo(10, 6);
    ctx.stroke();
    ctx.globalAlpha = 0.13;
    ctx.fillStyle = paint;
    ctx.fillRect(0, 0, 8, 8);
    return ctx.createPattern(tile, "repeat");
  }

  // A popup is a list of [sort, text]; a quotation is ["q", number of the sentence, from, to].
  function popup(rows, quotes) {
    return '<div class="kit-popup">' + rows.map(function (row) {
      if (row[0] === "q") {
        var q = quotes[row[1]];
        return '<blockquote dir="auto">' + q.slice(0, row[2]) + "<mark>" + q.slice(row[2], row[3]) +
          "</mark>" + q.slice(row[3]) + "</blockquote>";
      }
      var tag = row[0] === "h" ? "h2" : "p";
      return "<" + tag + ' dir="auto" class="kit-' + row[0] + '">' + row[1] + "</" + tag + ">";
    }).join("") + "</div>";
  }

  // A popup that keeps clear of the zoom buttons and of an open legend.
  var Card = L.Popup.extend({
    options: { maxWidth: 300 },
    _updateLayout: function () {
      var size = this._map.getSize();
      this._contentNode.style.maxHeight = Math.min(size.y < 500 ? size.y / 2 : size.y - 75, 380) + "px";
      this.options.maxWidth = Math.min(300 * big(), size.x - 60);
      L.Popup.prototype._updateLayout.call(this);
    },
    _adjustPan: function () {
      var box = this._map.getContainer(), legend = box.querySelector(".kit-legend"), aside = 12, above = 12, before = 12;
      var zoom = box.querySelector(".leaflet-control-zoom");
      if (this._map.getSize().x > 640) {
        aside += legend && legend.open ? legend.offsetWidth + 12 : 0;
        before += zoom ? zoom.offsetWidth + 6 : 0;
      } else {
        if (legend) { legend.open = false; } // on a phone it leaves room for nothing else
        above = Math.max(legend ? legend.offsetHeight : 0, zoom ? zoom.offsetHeight : 0) + 18;
      }
      this.options.autoPanPaddingTopLeft = [before, above];
      this.options.autoPanPaddingBottomRight = [aside, 12];
      this._map._enforcingBounds = true; // an open popup may push the map over the edge of the world
      L.Popup.prototype._adjustPan.call(this);
    }
  });

  var shown = [], repaints = []; // every mark, line and area, and what else follows the scheme

  function layer(spec) {
    if (spec.told) { ground.inflated(spec.told).then(function (told) {
      var card = group._map && group._map._popup, shape = card && (card.kitShape || card._source);
      spec.popups = told.popups;
      spec.quotes = told.quotes;
      if (card && card.isOpen() && shape.kitItem) { card.setContent(shape.kitItem.html()); } // opened too soon
    }); }
    var group = L.featureGroup(), sizes = big();
    group.kitLabels = [];
    group.kitShapes = { areas: [], lines: [], marks: [] };
    function told(item) { return spec.popups ? spec.popups[item.index] : [["h", item.tip]]; }
    function add(part, shape, item, style) {
      item.shape = shape;
      item.html = function () { return popup(item.popup || told(item), spec.quotes); };
      shape.kitItem = item;
      shape.kitPaint = function () { shape.setStyle(style()); };
      shape.kitPaint();
      shape.bindPopup(new Card().setContent(item.html));
      if (item.tip) { shape.bindTooltip('<bdi>' + item.tip + "</bdi>", { sticky: true, className: "kit-tip" }); }
      shape.on("popupopen tooltipopen", function () { if (shape.isPopupOpen()) { shape.closeTooltip(); } }); // it says the same
      group.addLayer(shape);
      group.kitShapes[part].push(shape);
      if (item.lines.length) { group.kitLabels.push(item); }
      shown.push(shape);
    }
    spec.areas.forEach(function (row) {
      var rings = row.rings.map(function (polygon) { return ground.degrees(polygon, spec.steps); });
      var area = L.polygon(rings, { weight: 1.2, fillOpacity: 1, smoothFactor: 0.4 });
      add("areas", area, { at: L.latLng(row.at), lines: row.label, rank: row.rank, radius: 0, ink: row.ink, tip: row.tip, popup: row.popup },
        function () { return { color: ink(row.ink), fillColor: hatch(ink(row.ink)) }; });
    });
    spec.lines.forEach(function (row) {
      var path = ground.degrees(row.path, spec.steps), under = new Beside(path, { opacity: 0.75, weight: 5 * sizes, interactive: false, aside: row.aside });
      under.kitPaint = function () { under.setStyle({ color: colour("halo") }); };
      under.kitPaint();
      shown.push(under);
      group.addLayer(under);
      var way = new Way(path, { weight: 2.4 * sizes, dashArray: row.dash, ticks: row.ticks, arrow: row.arrow, noClip: row.arrow, aside: row.aside,
        lineCap: "butt", smoothFactor: row.ticks ? 1.5 : 0.4 });
      add("lines", way, { at: null, lines: row.label, rank: row.rank, radius: 0, path: path, ink: row.ink, tip: row.tip, popup: row.popup,
        when: row.when, under: under, group: group }, function () { return { color: ink(row.ink) }; });
    });
    spec.marks.forEach(function (row, index) {
      var kind = spec.kinds[row[2]], at = [row[0], row[1]], sure = row[6], radius = row[3] * sizes;
      var mark = new Mark(at, { shape: kind.shape, radius: radius, weight: sure ? 1.3 : 2, fillOpacity: 1 });
      add("marks", mark, { at: L.latLng(at), lines: row[4] ? [row[4]] : [], rank: row[5], radius: radius, ink: null, tip: row[4], popup: row[7], index: index },
        function () {
          return { color: sure ? colour("halo") : ink(kind.ink), fillColor: sure ? ink(kind.ink) : colour("halo") };
        });
    });
    return group;
  }

  // Open what is told of a mark, line or area: where it stands, or the middle of what is seen of it.
  function open(map, item) {
    var here = item.at;
    if (map._popup && map._popup.isOpen() && map._popup.kitShape === item.shape) { return map._popup; }
    if (!here) {
      here = item.anchor && map.getBounds().contains(item.anchor) ? item.anchor : item.shape.getCenter();
    }
    var card = new Card({ offset: [0, item.at ? -item.radius : 0] });
    card.kitShape = item.shape;
    card.setLatLng(here).setContent(item.html()).openOn(map);
    return card;
  }

  // ---- Labels ---------------------------------------------------------------------------------

  // Boxes that are taken, in pixels of the map's container; those of lines know whose they are.
  function Room() { this._grid = {}; this.lines = null; }
  Room.prototype._each = function (x, y, w, h, visit) {
    for (var i = Math.floor(x / 64); i <= Math.floor((x + w) / 64); i++) {
      for (var j = Math.floor(y / 64); j <= Math.floor((y + h) / 64); j++) {
        var key = i + "," + j;
        if (visit(this._grid[key] || (this._grid[key] = [])) === false) { return false; }
      }
    }
    return true;
  };
  Room.prototype.free = function (x, y, w, h) {
    return this._each(x, y, w, h, function (boxes) {
      return !boxes.some(function (b) { return x < b[2] && x + w > b[0] && y < b[3] && y + h > b[1]; });
    });
  };
  Room.prototype.put = function (x, y, w, h, owner) {
    this._each(x, y, w, h, function (boxes) { boxes.push([x, y, x + w, y + h, owner]); });
  };
  Room.prototype.take = function (x, y, w, h, margin) {
    if (!this.free(x - margin, y - margin, w + 2 * margin, h + 2 * margin) || (this.lines && !this.lines.free(x, y, w, h))) { return false; }
    this.put(x, y, w, h);
    return true;
  };
  // How much of lines a box covers: of one's own, and of all others.
  Room.prototype.covered = function (x, y, w, h, owner) {
    var own = 0, others = 0;
    this._each(x, y, w, h, function (boxes) {
      boxes.forEach(function (b) {
        if (x < b[2] && x + w > b[0] && y < b[3] && y + h > b[1]) { if (b[4] === owner) { own++; } else { others++; } }
      });
    });
    return [own, others];
  };
  // What a leader would run across, from a little off its beginning to a little before the label.
  Room.prototype.crossed = function (leader, owner) {
    var ends = [L.point(leader[0], leader[1]), L.point(leader[2], leader[3])], long = ends[0].distanceTo(ends[1]), price = 0;
    for (var far = owner.radius + 6; far < long - 5; far += 8) {
      var p = at([ends], far);
      price += (this.free(p.x - 1, p.y - 1, 2, 2) ? 0 : 3) + this.lines.covered(p.x - 1, p.y - 1, 2, 2, owner)[1];
    }
    return price;
  };

  var DEAREST = 40; // what a line's label may cost at most: else it is left to the popup
  var NARROW = 700; // on a map of fewer pixels a name costs at most a point for each so many of its width: else it is left out
  var PIXELS = 18;
  var BESIDE = 9; // a name that stands so near to the mark of another place is taken for that one's,
  var MISTAKEN = 7; // which costs
  var ENDS = 3000; // the rank of the ends of lines; what stands above has its label at any cost
  var MANY = 1000; // of so many, labels may lie on marks: else there would be none

  function Labels(map, names) {
    this._map = map;
    this._names = names;
    this._pane = map.getPane("kit-labels");
    map.on("moveend zoomend viewreset resize layeradd layerremove", this.soon, this);
  }
  Labels.prototype.soon = function () {
    var self = this;
    if (this._waiting) { return; }
    this._waiting = requestAnimationFrame(function () { self._waiting = null; self.arrange(); });
  };
  Labels.prototype._groups = function () {
    var found = [];
    this._map.eachLayer(function (one) { if (one.kitLabels) { found.push(one); } });
    return found;
  };
  Labels.prototype.arrange = function () {
    var map = this._map, size = map.getSize(), room = new Room(), self = this, seen = {};
    if (!size.x || !size.y || map._animatingZoom) { return; }
    var frame = map.getContainer().getBoundingClientRect();
    map.getContainer().querySelectorAll(".leaflet-control-container > * > .leaflet-control").forEach(function (control) {
      var box = control.getBoundingClientRect();
      room.put(box.left - frame.left, box.top - frame.top, box.width, box.height);
    });
    var items = [];
    this._groups().forEach(function (group) {
      group.kitLabels.forEach(function (item) {
        if (item.hidden) { return; }
        if (item.at) {
          item.point = map.latLngToContainerPoint(item.at);
          if (!room.free(item.point.x - 1, item.point.y - 1, 2, 2) || item.point.x < -20 || item.point.y < -20 || item.point.x > size.x + 20 || item.point.y > size.y + 20) { return; }
        }
        items.push(item);
      });
    });
    room.lines = new Room();
    items.forEach(function (item) { if (item.path) { alongLine(item, map, size, room.lines); } });
    items.sort(function (a, b) { return b.rank - a.rank || (a.boxes || 0) - (b.boxes || 0); }); // short lines have least choice
    room.marks = items.length < MANY ? items.filter(function (item) { return item.radius; }) : [];
    room.marks.forEach(function (item) {
      room.put(item.point.x - item.radius, item.point.y - item.radius, 2 * item.radius, 2 * item.radius);
    });
    var shown = document.createDocumentFragment(), leaders = [];
    items.forEach(function (item) {
      var key = item.lines.join() + (item.point ? Math.round(item.point.x / 3) + "," + Math.round(item.point.y / 3) : String(item.path));
      if (seen[key]) { return; }
      var box = self._place(item, room, size, items.length < 150);
      if (box) {
        seen[key] = true;
        if (box.leader) { leaders.push(box.leader); }
        shown.appendChild(self._node(item, box));
      }
    });
    var active = document.activeElement && document.activeElement.kitItem;
    this._pane.replaceChildren(shown);
    if (active && active.node && active.node.isConnected) { active.node.focus({ preventScroll: true }); }
    this._names.hidden = hiddenNames(items);
    this._names.write(room, leaders);
  };
  // Whether a mark of another place is at one side of a name.
  function mistaken(item, marks, x, y, w, h) {
    return marks.some(function (other) {
      var p = other.point, r = other.radius + BESIDE;
      return other !== item && p.y > y && p.y < y + h && p.x > x - r && p.x < x + w + r && p.distanceTo(item.point) > 3;
    });
  }
  // The cheapest of the places where a label may stand: near what it names and off lines, its leader crossing little.
  Labels.prototype._place = function (item, room, size, few) {
    var best = null, map = this._map;
    forms(item, size).forEach(function (form) {
      var w = form.wide, h = form.high;
      (item.path ? alongPath(item, map, w, h) : round(item, w, h, few)).forEach(function (spot) {
        var x = item.path ? Math.max(3, Math.min(size.x - w - 3, spot[0])) : spot[0], y = spot[1], from = spot[3], price = spot[2] + form.price;
        if ((best && price >= best.price) || x < 2 || y < 2 || x + w > size.x - 2 || y + h > size.y - 2 || !room.free(x - 2, y - 2, w + 4, h + 4)) { return; }
        var over = room.lines.covered(x, y, w, h, item), share = over[0] / (item.boxes || 1);
        var leader = from && [from.x, from.y, Math.max(x, Math.min(x + w, from.x)), Math.max(y + 2, Math.min(y + h - 2, from.y))];
        price += 1.5 * over[1] + 14 * share * share + (leader ? room.crossed(leader, item) : 0);
        if (item.radius && mistaken(item, room.marks, x, y, w, h)) { price += MISTAKEN; }
        if (!best || price < best.price) { best = { x: x, y: y, wide: w, high: h, texts: form.texts, leader: leader, price: price }; }
      });
    });
    var most = item.path && item.rank <= ENDS ? DEAREST : item.radius && size.x < NARROW ? size.x / PIXELS : Infinity;
    if (!best || best.price > most) { return null; }
    room.put(best.x, best.y, best.wide, best.high);
    if (best.leader) { along([L.point(best.leader[0], best.leader[1]), L.point(best.leader[2], best.leader[3])], room.lines, item); }
    return best;
  };
  Labels.prototype._node = function (item, box) {
    var map = this._map;
    if (!item.node) {
      item.node = L.DomUtil.create("button", "kit-label" + (item.path ? " kit-line-label" : item.radius ? "" : " kit-area-label"));
      item.node.type = "button";
      item.node.kitItem = item;
      L.DomEvent.disableClickPropagation(item.node);
      L.DomEvent.on(item.node, "click", function () { open(map, item); });
      L.DomEvent.on(item.node, "mouseenter focus", function () { map.fire("kitpoint", { shape: item.shape }); });
    }
    if (item.ink) { item.node.style.color = ink(item.ink); }
    item.node.replaceChildren.apply(item.node, box.texts.map(function (text) {
      var line = document.createElement("span");
      line.dir = "auto";
      line.textContent = text;
      return line;
    }));
    item.node.style.width = box.wide + "px";
    L.DomUtil.setPosition(item.node, map.containerPointToLayerPoint([box.x, box.y]).round());
    return item.node;
  };

  function textsOf(item) { return item.texts || (item.texts = item.lines.map(plain)); }

  // How the text of a label may be broken into lines, and how large it then is.
  function forms(item, size) {
    var k = big(), font = (item.path ? "600 " + 11.5 * k : item.radius ? "600 " + 12.5 * k : "italic 600 " + 12 * k) + "px " + FONT;
    var texts = textsOf(item);
    function form(texts, price) {
      var wide = Math.max.apply(null, texts.map(function (t) { return width(t, font); }));
      return { texts: texts, wide: wide + (item.path ? 13 : 5), high: texts.length * 15 * k + (item.path ? 3 : 1), price: price };
    }
    function broken(most) { return [].concat.apply([], texts.map(function (t) { return width(t, font) > most ? halves(t) : [t]; })); }
    if (!item.path) { return [form(texts, 0)]; }
    var tall = broken(160 * k);
    return form(texts, 0).wide > size.x * 0.45 ? [form(tall, 0)] : [form(texts, 0)].concat(tall.length > texts.length ? form(tall, 2) : []);
  }

  // Places round a mark where its name may stand, with what each costs; farther ones get a leader.
  function round(item, w, h, few) {
    var p = item.point, r = item.radius + 3, d = r * 0.75;
    if (!item.radius) { return [[p.x - w / 2, p.y - h / 2, 0], [p.x - w / 2, p.y + 14, 1], [p.x - w / 2, p.y - h - 14, 2]]; }
    var spots = [[p.x + r, p.y - h / 2], [p.x - r - w, p.y - h / 2], [p.x + d, p.y - d - h + 4], [p.x + d, p.y + d - 4],
      [p.x - w / 2, p.y - r - h], [p.x - w / 2, p.y + r], [p.x - d - w, p.y - d - h + 4], [p.x - d - w, p.y + d - 4]];
    spots.forEach(function (spot, i) { spot.push(0.6 * i); });
    (few ? [26, 42, 62, 86] : []).forEach(function (gap) {
      [20, -20, 50, -50, 0, 90, -90, 130, -130, 160, -160, 180].forEach(function (turn, i) {
        var far = gap * big(), x = p.x + far * Math.cos(turn * Math.PI / 180), y = p.y + far * Math.sin(turn * Math.PI / 180);
        spots.push([Math.abs(turn) < 90 ? x : Math.abs(turn) === 90 ? x - w / 2 : x - w, y - h / 2, 6 + gap / 5 + 0.1 * i, p]);
      });
    });
    return spots;
  }

  // Keep small boxes along a stretch of a line; gives how many.
  function along(ends, lines, owner) {
    var long = ends[0].distanceTo(ends[1]), step = 7 * big(), count = 0;
    for (var far = 0; far < long; far += step) {
      var p = at([ends], far);
      lines.put(p.x - 2, p.y - 2, 4, 4, owner);
      count++;
    }
    return count;
  }

  // Find the stretches of a line that can be seen and keep boxes along them.
  function alongLine(item, map, size, lines) {
    var frame = L.bounds([0, 0], [size.x, size.y]);
    item.seen = [];
    item.path.forEach(function (part) {
      var drawn = part.map(function (at) { return map.latLngToContainerPoint(at); });
      for (var i = 1; i < drawn.length; i++) {
        var ends = L.LineUtil.clipSegment(drawn[i - 1].clone(), drawn[i].clone(), frame, false, false);
        if (ends) { item.seen.push(ends); }
      }
    });
    item.boxes = item.seen.reduce(function (sum, ends) { return sum + along(ends, lines, item); }, 0);
  }

  // Places on the part of a line that can be seen, from its middle outwards, then beside it, with what each costs.
  function alongPath(item, map, w, h) {
    var points = item.seen, spots = [];
    var long = points.reduce(function (sum, s) { return sum + s[0].distanceTo(s[1]); }, 0);
    if (!points.length) { return spots; }
    var anchors = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82].map(function (share) { return at(points, long * share); });
    item.anchor = map.containerPointToLatLng(anchors[0]);
    anchors.forEach(function (p, i) { if (long > 40) { spots.push([p.x - w / 2, p.y - h / 2, 0.4 * i]); } });
    [8, 24, 44, 70, 100].forEach(function (gap) {
      anchors.forEach(function (p, i) {
        var far = gap * big(), from = gap > 8 ? p : null, price = 2 + gap / 5 + 0.2 * i;
        spots.push([p.x + far, p.y - h / 2, price, from], [p.x - far - w, p.y - h / 2, price, from], [p.x - w / 2, p.y + far, price, from],
          [p.x - w / 2, p.y - far - h, price, from]);
      });
    });
    return spots;
  }

  function at(segments, goal) {
    for (var i = 0; i < segments.length; i++) {
      var long = segments[i][0].distanceTo(segments[i][1]);
      if (goal <= long || i === segments.length - 1) {
        var share = long ? Math.min(goal / long, 1) : 0, a = segments[i][0], b = segments[i][1];
        return L.point(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share);
      }
      goal -= long;
    }
  }

  // Names that the data writes itself need not stand on the basemap too.
  function hiddenNames(items) {
    var hidden = {};
    items.forEach(function (item) { if (item.radius) { hidden[textsOf(item)[0]] = true; } });
    return hidden;
  }

  // ---- The map ---------------------------------------------------------------------------------

  function start(map, spec) {
    if (still.matches) { calm(map); }
    map.createPane("kit-land").style.zIndex = 150;
    map.createPane("kit-names").style.zIndex = 350;
    map.createPane("kit-labels").style.zIndex = 620;
    ["kit-land", "kit-names"].forEach(function (pane) { map.getPane(pane).style.pointerEvents = "none"; });
    L.DomUtil.addClass(map.getPane("kit-labels"), "leaflet-zoom-hide");
    var box = map.getContainer();
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", plain(spec.title));
    var base = new ground.Ground(spec.base);
    var land = new Land(base, spec.graticule).addTo(map);
    var names = new Names(base, spec.graticule).addTo(map);
    map.kitLabels = new Labels(map, names);
    map.attributionControl.setPrefix(false).addAttribution(spec.sources);
    base.ready.then(function () {
      var scale = L.control.scale({ maxWidth: 110 }).addTo(map).getContainer();
      scale.parentNode.appendChild(scale); // below the switches, which came first
      land.paint();
      map.kitLabels.arrange();
    });
    if (spec.note) { L.DomUtil.create("p", "kit-note", box).innerHTML = spec.note; }
    var key = spec.legend && legend(map, spec.legend);
    map.on("popupclose", function () {
      map._enforcingBounds = false;
      map.panInsideBounds(map.options.maxBounds);
    });
    map.on("popupopen", function (e) {
      var shape = e.popup.kitShape || e.popup._source;
      if (shape && shape.kitItem) { map.fire("kitpoint", { shape: shape }); }
    });
    var fit = opening(map, spec, function () { if (key) { fold(map, key); } });
    function repaint() {
      ground.renew();
      shown.forEach(function (shape) { shape.kitPaint(); });
      if (key) { tint(key); }
      land.paint();
      repaints.forEach(function (again) { again(); });
      map.kitLabels.arrange();
    }
    repaint();
    window.matchMedia("screen and (prefers-color-scheme: dark)").addEventListener("change", repaint);
    printing(map, key, fit, repaint);
  }

  // A narrow map has its legend closed, and the switches and sources in it.
  function fold(map, key) {
    var box = map.getContainer();
    key.open = box.clientWidth > 640;
    if (key.open) { return; }
    requestAnimationFrame(function () { // once folium has added its switches
      var switches = box.querySelector(".leaflet-control-layers");
      if (switches) { key.appendChild(switches); }
      key.appendChild(map.attributionControl.getContainer());
      key.firstChild.textContent = switches ? "Legend, layers, sources" : "Legend, sources";
      map.kitLabels.soon();
    });
  }

  // Nothing moves by itself for readers who asked for that.
  function calm(map) {
    var panBy = map.panBy;
    map._zoomAnimated = map._fadeAnimated = false;
    map.options.inertia = false;
    map.panBy = function (by, options) { return panBy.call(map, by, L.extend({}, options, { animate: false })); };
  }

  // Give the pictures in the legend the inks of the map.
  function tint(box) {
    box.querySelectorAll("svg *").forEach(function (part) {
      ["fill", "stroke"].forEach(function (side) {
        var given = part.getAttribute(side) || "";
        if (given[0] === "#") { part.style[side] = given === "#fff" ? colour("halo") : ink(given); }
      });
    });
  }

  // Put pictures in place of what is drawn: on paper a canvas that was ever cleared hides what lies below it.
  function pictured(map) {
    map.eachLayer(function (one) { if (one instanceof L.Canvas) { one._redraw(); } });
    return [].map.call(map.getContainer().querySelectorAll("canvas"), function (drawn) {
      var picture = drawn.cloneNode();
      picture.getContext("2d").drawImage(drawn, 0, 0);
      drawn.replaceWith(picture);
      return [picture, drawn];
    });
  }

  // On paper: light, the legend below the map and all of it open, the view that the map opened with.
  function printing(map, key, fit, repaint) {
    var root = document.documentElement, view = null, box = map.getContainer(), opened = [], pictures = [];
    var home = key && key.parentNode, retina = L.Browser.retina;
    function before() {
      if (view) { return; }
      view = [map.getCenter(), map.getZoom()];
      root.classList.add("kit-print");
      map.closePopup();
      if (key) {
        box.after(key);
        opened = [].filter.call([key].concat([].slice.call(key.querySelectorAll("details"))), function (one) { return !one.open; });
        opened.forEach(function (one) { one.open = true; });
      }
      sharp = 2;
      L.Browser.retina = true;
      map.invalidateSize({ animate: false });
      fit(true);
      repaint();
      pictures = pictured(map);
    }
    function after() {
      if (!view) { return; }
      pictures.forEach(function (both) { both[0].replaceWith(both[1]); });
      sharp = 1;
      L.Browser.retina = retina;
      root.classList.remove("kit-print");
      opened.forEach(function (one) { one.open = false; });
      if (key) { home.appendChild(key); }
      map.invalidateSize({ animate: false });
      map.setView(view[0], view[1], { animate: false });
      view = null;
      repaint();
    }
    window.addEventListener("beforeprint", before);
    window.addEventListener("afterprint", after);
    var paper = window.matchMedia("print");
    paper.addEventListener("change", function () { (paper.matches ? before : after)(); });
  }

  function legend(map, html) {
    var control = L.control({ position: "topright" });
    control.onAdd = function () {
      var box = L.DomUtil.create("details", "kit-legend");
      box.innerHTML = html;
      L.DomEvent.disableClickPropagation(box).disableScrollPropagation(box);
      box.addEventListener("toggle", function () { map.kitLabels.soon(); });
      return box;
    };
    return control.addTo(map).getContainer();
  }

  // Show all of the data once the map has a size: frames in notebooks start without one.
  function opening(map, spec, sized) {
    var done = false, wide = false;
    function fit(again) {
      map.invalidateSize({ animate: false });
      var size = map.getSize();
      if (box()) { box().style.maxHeight = size.y - 45 + "px"; }
      if ((done && again !== true) || size.x < 2 || size.y < 2) { return; }
      if (!done) { sized(); }
      done = true;
      var world = Math.log2(size.x / WORLD), side = size.x > 640;
      var aside = side && box() ? box().offsetWidth + 24 : 34;
      var within = { paddingTopLeft: [side ? 60 : 30, side ? 40 : 54], paddingBottomRight: [aside, 46], maxZoom: spec.zoom, animate: false };
      map.setMinZoom(0);
      map.fitBounds(wide ? spec.beyond.bounds : spec.bounds, within);
      map.setMinZoom(Math.max(0, Math.floor(4 * Math.min(world, map.getZoom())) / 4));
      map.kitLabels.soon();
    }
    // Some of it may lie far from where the rest is.
    function widen() {
      var link = L.DomUtil.create("a", "kit-all", map.zoomControl.getContainer());
      link.href = "#";
      link.textContent = "All";
      link.title = spec.beyond.says;
      link.setAttribute("role", "button");
      link.setAttribute("aria-label", spec.beyond.says);
      link.setAttribute("aria-pressed", "false");
      L.DomEvent.disableClickPropagation(link).on(link, "click", function (e) {
        L.DomEvent.stop(e);
        wide = !wide;
        link.setAttribute("aria-pressed", String(wide));
        fit(true);
      });
    }
    function box() { return map.getContainer().querySelector(".kit-legend"); }
    if (spec.beyond) { widen(); }
    fit();
    if (window.ResizeObserver) { new ResizeObserver(fit).observe(map.getContainer()); }
    return fit;
  }

  return { data: data, start: start, layer: layer, open: open, colour: colour, still: still,
    onPaint: function (again) { repaints.push(again); } };
}());
