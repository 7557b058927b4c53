// What every map of the kit runs: the basemap, marks and lines with their popups, and the labels.
// Text arrives escaped (kit._page.escape), so it is put into HTML as it comes.
"use strict";
var kit = (function () {
  var WORLD = 256; // pixels round the world at zoom 0
  var data = {};
  var scratch = document.createElement("textarea");
  var pen = document.createElement("canvas").getContext("2d");
  var FONT = 'system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif';

  function plain(escaped) {
    scratch.innerHTML = escaped;
    return scratch.value;
  }

  function width(text, font) {
    pen.font = font;
    return pen.measureText(text).width;
  }

  function styled(name) {
    return getComputedStyle(document.documentElement).getPropertyValue("--kit-" + name).trim();
  }

  var palette = {}; // colours of the scheme, asked for once

  function colour(name) {
    if (!(name in palette)) { palette[name] = styled(name); }
    return palette[name];
  }

  // An ink as the reader's scheme has it: the style sheet gives some a lighter twin for the dark.
  function ink(hex) { return colour(hex.slice(1)) || hex; }

  // How much larger text and marks are on very large screens.
  function big() { return +styled("big") || 1; }

  var still = window.matchMedia("(prefers-reduced-motion: reduce)");

  // ---- The basemap --------------------------------------------------------------------------

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

  // Paths of packed lon, lat; sides of the box, where the data was cut, are not drawn.
  function shape(text, steps, box, closed) {
    var area = new Path2D(), line = new Path2D();
    unpack(text).forEach(function (points) {
      points.forEach(function (p, i) {
        var px = worldX(p[0] / steps), py = worldY(p[1] / steps), before = points[i - 1];
        var edge = before && ((p[0] === before[0] && (p[0] === box[0] || p[0] === box[2])) ||
          (p[1] === before[1] && (p[1] === box[1] || p[1] === box[3])));
        area[i ? "lineTo" : "moveTo"](px, py);
        line[i && !edge ? "lineTo" : "moveTo"](px, py);
      });
      if (closed) { area.closePath(); }
    });
    return { area: area, line: line };
  }

  function shapes(part, steps, box) {
    var edges = box.map(function (side) { return Math.round(side * steps); });
    return {
      land: shape(part.land, steps, edges, true),
      border: shape(part.border, steps, edges, false),
      disputed: shape(part.disputed, steps, edges, false),
      box: box
    };
  }

  var Sheet = L.Renderer.extend({
    options: { padding: 0.25, pane: "kit-land" },
    _initContainer: function () {
      this._container = L.DomUtil.create("canvas", "kit-sheet");
      this._container.setAttribute("aria-hidden", "true");
      this._ctx = this._container.getContext("2d");
    },
    _destroyContainer: function () { L.DomUtil.remove(this._container); },
    _update: function () {
      if (this._map._animatingZoom && this._bounds) { return; }
      L.Renderer.prototype._update.call(this);
      var size = this._bounds.getSize(), ratio = Math.min(window.devicePixelRatio || 1, 3);
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
    initialize: function (base) {
      L.Renderer.prototype.initialize.call(this, {});
      var overlap = 0.1;
      this._world = shapes(base.world, base.worldSteps, [-180, -90, 180, 90]);
      this._cells = base.cells.map(function (cell) {
        var made = shapes(cell, base.steps, [cell.west - overlap, cell.south - overlap,
          cell.west + base.cell + overlap, cell.south + base.cell + overlap]);
        var west = worldX(cell.west), north = worldY(cell.south + base.cell);
        made.rect = [west, north, worldX(cell.west + base.cell) - west, worldY(cell.south) - north];
        return made;
      });
    },
    paint: function () {
      var ctx = this._ctx, ratio = this._ratio, self = this, size = this._bounds.getSize();
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.fillStyle = colour("sea");
      ctx.fillRect(0, 0, this._container.width, this._container.height);
      ctx.lineJoin = "round";
      this.eachWorld(function (x, y, scale) {
        ctx.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * x, ratio * y);
        self._draw([self._world], scale);
        var seen = self._map.getZoom() < 4.75 ? [] : self._cells.filter(function (cell) {
          var r = cell.rect;
          return x + r[0] * scale < size.x && x + (r[0] + r[2]) * scale > 0 &&
            y + r[1] * scale < size.y && y + (r[1] + r[3]) * scale > 0;
        });
        if (!seen.length) { return; }
        ctx.save();
        ctx.setTransform(1, 0, 0, 1, 0, 0);
        ctx.beginPath();
        seen.forEach(function (cell) {
          // sides on whole pixels: half-covered ones would show as seams
          var r = cell.rect, left = Math.round((x + r[0] * scale) * ratio), top = Math.round((y + r[1] * scale) * ratio);
          ctx.rect(left, top, Math.round((x + (r[0] + r[2]) * scale) * ratio) - left,
            Math.round((y + (r[1] + r[3]) * scale) * ratio) - top);
        });
        ctx.clip();
        ctx.fillStyle = colour("sea");
        ctx.fillRect(0, 0, self._container.width, self._container.height);
        ctx.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * x, ratio * y);
        self._draw(seen, scale);
        ctx.restore();
      });
    },
    _draw: function (parts, scale) {
      var ctx = this._ctx, zoom = this._map.getZoom();
      ctx.fillStyle = colour("land");
      parts.forEach(function (part) { ctx.fill(part.land.area, "evenodd"); });
      ctx.strokeStyle = colour("coast");
      ctx.lineWidth = 0.8 / scale;
      parts.forEach(function (part) { ctx.stroke(part.land.line); });
      ctx.strokeStyle = colour("border");
      ctx.lineWidth = (zoom < 4 ? 0.8 : 1.2) / scale;
      parts.forEach(function (part) { ctx.stroke(part.border.line); });
      ctx.setLineDash([5 / scale, 4 / scale]);
      parts.forEach(function (part) { ctx.stroke(part.disputed.line); });
      ctx.setLineDash([]);
    }
  });

  // Names of the basemap, written where the labels of the data leave room.
  var Names = Sheet.extend({
    options: { padding: 0.1, pane: "kit-names" },
    initialize: function (names) {
      L.Renderer.prototype.initialize.call(this, {});
      var all = numbers(names.numbers), lat = 0, lon = 0, size = 0;
      this._names = names.text.split("\n").map(function (text, i) {
        lat += all[3 * i];
        lon += all[3 * i + 1];
        size += all[3 * i + 2];
        return [plain(text), names.kinds[i], lat / 200, lon / 200, size];
      });
      this.hidden = {};
    },
    paint: function () { if (this._map.kitLabels) { this._map.kitLabels.soon(); } },
    write: function (room, leaders) {
      var ctx = this._ctx, zoom = this._map.getZoom(), self = this, min = this._bounds.min;
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.clearRect(0, 0, this._container.width, this._container.height);
      ctx.setTransform(this._ratio, 0, 0, this._ratio, 0, 0);
      ctx.lineJoin = "round";
      ctx.textBaseline = "middle";
      var corner = this._map.layerPointToContainerPoint(min);
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
      this.eachWorld(function (x, y, scale) {
        self._names.forEach(function (row) {
          var name = row[0], kind = row[1];
          if (self.hidden[name]) { return; }
          var px = x + worldX(row[3]) * scale, py = y + worldY(row[2]) * scale;
          if (px < -80 || py < -20 || px > self._bounds.getSize().x + 80 || py > self._bounds.getSize().y + 20) { return; }
          if (kind === "n" || kind === "w") { self._area(ctx, name, kind, px, py, row[4] / 3600 * WORLD * scale, zoom, room, corner); }
          else { self._town(ctx, name, kind, px, py, row[4] / 4, zoom, room, corner); }
        });
      });
    },
    _area: function (ctx, name, kind, px, py, broad, zoom, room, corner) {
      var water = kind === "w", size = Math.max(11, Math.min(15, 9.5 + broad / 70)) * big();
      var font = (water ? "italic " : "") + size + "px " + FONT;
      var text = water ? name : name.toUpperCase();
      if (!water) { font = "500 " + (size - 1) + "px " + FONT; }
      if ("letterSpacing" in ctx) { ctx.letterSpacing = pen.letterSpacing = water ? "0.3px" : "1.1px"; }
      var lines = [text];
      var long = width(text, font);
      if (long > broad * 1.1 && text.indexOf(" ") > 0) {
        lines = halves(text);
        long = Math.max(width(lines[0], font), width(lines[1], font));
      }
      pen.letterSpacing = "0px";
      if (long > broad * (water ? 1.3 : 1.7) && !(zoom >= 6 && !water)) { long = Infinity; }
      var high = size * 1.2 * lines.length;
      var view = this._map.getSize(), left = px + corner.x - long / 2;
      if (left >= 0 && left + long <= view.x && room.take(left, py + corner.y - high / 2, long, high, 3)) {
        ctx.textAlign = "center";
        lines.forEach(function (line, i) {
          halo(ctx, line, px, py + (i - (lines.length - 1) / 2) * size * 1.2, font,
            colour(water ? "water-name" : "country-name"), water ? null : colour("land"));
        });
      }
      if ("letterSpacing" in ctx) { ctx.letterSpacing = "0px"; }
    },
    _town: function (ctx, name, kind, px, py, from, zoom, room, corner) {
      var capital = kind === "c";
      if (zoom < (capital ? Math.min(from - 0.5, 5) : from)) { return; }
      var font = (capital ? "500 " : "") + 11 * big() + "px " + FONT, long = width(name, font);
      var sides = [[6, 0, "left"], [-6 - long, 0, "right"]];
      for (var i = 0; i < sides.length; i++) {
        if (room.take(px + corner.x + sides[i][0] - (i ? 0 : 8), py + corner.y - 7 * big(), long + 8, 14 * big(), 2)) {
          ctx.textAlign = "left";
          ctx.beginPath();
          ctx.arc(px, py, capital ? 2.2 : 1.7, 0, 7);
          ctx.fillStyle = colour("town");
          ctx.fill();
          halo(ctx, name, px + sides[i][0], py, font, colour("town"), colour("land"));
          return;
        }
      }
    }
  });

  function halo(ctx, text, x, y, font, ink, paper) {
    ctx.font = font;
    if (paper) {
      ctx.strokeStyle = paper;
      ctx.lineWidth = 3;
      ctx.strokeText(text, x, y);
    }
    ctx.fillStyle = ink;
    ctx.fillText(text, x, y);
  }

  // Break a name at the space nearest to its middle, after a comma rather than elsewhere.
  function halves(text) {
    function off(at) { return Math.abs(at - text.length / 2) * (text[at - 1] === "," ? 0.4 : 1); }
    var best = text.indexOf(" ");
    for (var at = best; at >= 0; at = text.indexOf(" ", at + 1)) {
      if (off(at) < off(best)) { best = at; }
    }
    return best < 0 ? [text] : [text.slice(0, best), text.slice(best + 1)];
  }

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

  var Way = L.Polyline.extend({
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

  // A popup that keeps clear of an open legend.
  var Card = L.Popup.extend({
    options: { maxWidth: 300 },
    _updateLayout: function () {
      var size = this._map.getSize();
      this._contentNode.style.maxHeight = Math.min(size.y < 500 ? size.y / 2 : size.y - 75, 380) + "px";
      this.options.maxWidth = Math.min(300 * big(), size.x - 60);
      L.Popup.prototype._updateLayout.call(this);
    },
    _adjustPan: function () {
      var legend = this._map.getContainer().querySelector(".kit-legend"), aside = 12, above = 12;
      if (legend && this._map.getSize().x > 640) { aside += legend.open ? legend.offsetWidth + 12 : 0; }
      else if (legend) {
        legend.open = false; // on a phone it leaves room for nothing else
        above = legend.offsetHeight + 18;
      }
      this.options.autoPanPaddingTopLeft = [12, above];
      this.options.autoPanPaddingBottomRight = [aside, 12];
      this._map._enforcingBounds = true; // an open popup may push the map over the edge of the world
      L.Popup.prototype._adjustPan.call(this);
    }
  });

  var shown = [], repaints = []; // every mark, line and area, and what else follows the scheme

  // Data that was deflated to keep a file small; the browser inflates it while the map is drawn.
  function inflated(text) {
    var bytes = Uint8Array.from(atob(text), function (letter) { return letter.charCodeAt(0); });
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).json();
  }

  function layer(spec) {
    if (spec.told) { inflated(spec.told).then(function (told) {
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
      group.addLayer(shape);
      group.kitShapes[part].push(shape);
      if (item.lines.length) { group.kitLabels.push(item); }
      shown.push(shape);
    }
    spec.areas.forEach(function (row) {
      var rings = row.rings.map(function (polygon) { return degrees(polygon, spec.steps); });
      var area = L.polygon(rings, { weight: 1.2, fillOpacity: 1, smoothFactor: 0.4 });
      add("areas", area, { at: L.latLng(row.at), lines: row.label, rank: row.rank, radius: 0, ink: row.ink, tip: row.tip, popup: row.popup },
        function () { return { color: ink(row.ink), fillColor: hatch(ink(row.ink)) }; });
    });
    spec.lines.forEach(function (row) {
      var path = degrees(row.path, spec.steps), under = L.polyline(path, { opacity: 0.75, weight: 5 * sizes, interactive: false });
      under.kitPaint = function () { under.setStyle({ color: colour("halo") }); };
      under.kitPaint();
      shown.push(under);
      group.addLayer(under);
      var way = new Way(path, { weight: 2.4 * sizes, dashArray: row.dash, ticks: row.ticks, arrow: row.arrow, noClip: row.arrow,
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

  // Boxes that are taken, in pixels of the map's container.
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
  Room.prototype.put = function (x, y, w, h) {
    this._each(x, y, w, h, function (boxes) { boxes.push([x, y, x + w, y + h]); });
  };
  Room.prototype.take = function (x, y, w, h, margin, overLines) {
    if (!this.free(x - margin, y - margin, w + 2 * margin, h + 2 * margin)) { return false; }
    if (!overLines && this.lines && !this.lines.free(x, y, w, h)) { return false; }
    this.put(x, y, w, h);
    return true;
  };

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
    items.sort(function (a, b) { return b.rank - a.rank; });
    if (items.length < 400) {
      items.forEach(function (item) {
        if (item.radius) { room.put(item.point.x - item.radius, item.point.y - item.radius, 2 * item.radius, 2 * item.radius); }
      });
    }
    room.lines = new Room();
    items.forEach(function (item) { if (item.path) { alongLine(item, map, size, room.lines); } });
    var shown = document.createDocumentFragment(), leaders = [];
    items.forEach(function (item) {
      var key = item.lines.join() + (item.point ? Math.round(item.point.x / 3) + "," + Math.round(item.point.y / 3) : "");
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
  Labels.prototype._place = function (item, room, size, few) {
    var texts = item.texts || (item.texts = item.lines.map(plain));
    var k = big(), font = (item.path ? "600 " + 11.5 * k : item.radius ? "600 " + 12.5 * k : "italic 600 " + 12 * k) + "px " + FONT;
    function broadest() { return Math.max.apply(null, texts.map(function (t) { return width(t, font); })); }
    var w = broadest();
    if (item.path && w > size.x * 0.45) {
      texts = [].concat.apply([], texts.map(function (t) { return width(t, font) > size.x * 0.45 ? halves(t) : [t]; }));
      w = broadest();
    }
    w += item.path ? 13 : 5;
    var h = texts.length * 15 * k + (item.path ? 3 : 1);
    var spots = item.path ? alongPath(item, this._map, w, h) : round(item, w, h, few);
    for (var i = item.path ? spots.length : 0; i < 2 * spots.length; i++) { // first clear of lines, then over them
      var spot = spots[i % spots.length], x = spot[0], y = spot[1], from = spot[2];
      if (item.path) { x = Math.max(3, Math.min(size.x - w - 3, x)); }
      if (x >= 2 && y >= 2 && x + w <= size.x - 2 && y + h <= size.y - 2 && room.take(x, y, w, h, 2, i >= spots.length)) {
        var leader = from && [from.x, from.y, Math.max(x, Math.min(x + w, from.x)), Math.max(y + 2, Math.min(y + h - 2, from.y))];
        return { x: x, y: y, wide: w, texts: texts, leader: leader };
      }
    }
    return null;
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

  // Places round a mark where its name may stand, the best first; farther ones get a leader.
  function round(item, w, h, few) {
    var p = item.point, r = item.radius + 3, d = r * 0.75;
    if (!item.radius) { return [[p.x - w / 2, p.y - h / 2], [p.x - w / 2, p.y + 14], [p.x - w / 2, p.y - h - 14]]; }
    var spots = [[p.x + r, p.y - h / 2], [p.x - r - w, p.y - h / 2], [p.x + d, p.y - d - h + 4], [p.x + d, p.y + d - 4],
      [p.x - w / 2, p.y - r - h], [p.x - w / 2, p.y + r], [p.x - d - w, p.y - d - h + 4], [p.x - d - w, p.y + d - 4]];
    (few ? [26, 42, 62, 86] : []).forEach(function (far) {
      [20, -20, 50, -50, 0, 90, -90, 130, -130, 160, -160, 180].forEach(function (turn) {
        var x = p.x + far * Math.cos(turn * Math.PI / 180), y = p.y + far * Math.sin(turn * Math.PI / 180);
        spots.push([Math.abs(turn) < 90 ? x : Math.abs(turn) === 90 ? x - w / 2 : x - w, y - h / 2, p]);
      });
    });
    return spots;
  }

  // Find the stretches of a line that can be seen and keep small boxes along them.
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
    item.seen.forEach(function (ends) {
      var long = ends[0].distanceTo(ends[1]);
      for (var far = 0; far < long; far += 7) {
        var p = at([ends], far);
        lines.put(p.x - 2, p.y - 2, 4, 4);
      }
    });
  }

  // Places on the part of a line that can be seen, from its middle outwards, then beside it.
  function alongPath(item, map, w, h) {
    var points = item.seen, spots = [];
    var long = points.reduce(function (sum, s) { return sum + s[0].distanceTo(s[1]); }, 0);
    if (!points.length) { return spots; }
    var anchors = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82].map(function (share) { return at(points, long * share); });
    item.anchor = map.containerPointToLatLng(anchors[0]);
    anchors.forEach(function (p) { if (long > 60) { spots.push([p.x - w / 2, p.y - h / 2]); } });
    [8, 24, 44, 70, 100, 140].forEach(function (gap) {
      anchors.slice(0, 5).forEach(function (p) {
        var from = gap > 8 ? p : null;
        spots.push([p.x + gap, p.y - h / 2, from], [p.x - gap - w, p.y - h / 2, from], [p.x - w / 2, p.y + gap, from],
          [p.x - w / 2, p.y - gap - h, from]);
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
    items.forEach(function (item) { if (item.radius) { hidden[plain(item.lines[0])] = true; } });
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
    var land = new Land(spec.base).addTo(map);
    var names = new Names(spec.base.names).addTo(map);
    map.kitLabels = new Labels(map, names);
    map.attributionControl.setPrefix(false).addAttribution(spec.sources);
    L.control.scale({ maxWidth: 110 }).addTo(map);
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
    var fit = opening(map, spec);
    function repaint() {
      palette = {};
      shown.forEach(function (shape) { shape.kitPaint(); });
      if (key) { tint(key); }
      land.paint();
      repaints.forEach(function (again) { again(); });
      map.kitLabels.arrange();
    }
    repaint();
    requestAnimationFrame(function () { // once folium has added its switches
      var switches = box.querySelector(".leaflet-control-layers");
      if (!key || box.clientWidth > 640) { return; }
      if (switches) { key.appendChild(switches); }
      key.appendChild(map.attributionControl.getContainer());
      key.firstChild.textContent = switches ? "Legend, layers, sources" : "Legend, sources";
      map.kitLabels.soon();
    });
    window.matchMedia("screen and (prefers-color-scheme: dark)").addEventListener("change", repaint);
    printing(map, key, fit, repaint);
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

  // On paper: light, the legend below the map and all of it open, the view that the map opened with.
  function printing(map, key, fit, repaint) {
    var root = document.documentElement, view = null, box = map.getContainer(), opened = [];
    var home = key && key.parentNode;
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
      map.invalidateSize({ animate: false });
      fit(true);
      repaint();
    }
    function after() {
      if (!view) { return; }
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
      box.open = map.getContainer().clientWidth > 640;
      box.innerHTML = html;
      L.DomEvent.disableClickPropagation(box).disableScrollPropagation(box);
      box.addEventListener("toggle", function () { map.kitLabels.soon(); });
      return box;
    };
    return control.addTo(map).getContainer();
  }

  // Show all of the data once the map has a size: frames in notebooks start without one.
  function opening(map, spec) {
    var done = false;
    function fit(again) {
      map.invalidateSize({ animate: false });
      var size = map.getSize();
      if (box()) { box().style.maxHeight = size.y - 45 + "px"; }
      if ((done && again !== true) || size.x < 2 || size.y < 2) { return; }
      done = true;
      var world = Math.log2(size.x / WORLD), side = size.x > 640;
      var aside = side && box() ? box().offsetWidth + 24 : 34;
      map.setMinZoom(0);
      map.fitBounds(spec.bounds, { paddingTopLeft: [side ? 60 : 30, 40], paddingBottomRight: [aside, 46],
        maxZoom: spec.zoom, animate: false });
      map.setMinZoom(Math.max(0, Math.floor(4 * Math.min(world, map.getZoom())) / 4));
      map.kitLabels.soon();
    }
    function box() { return map.getContainer().querySelector(".kit-legend"); }
    fit();
    if (window.ResizeObserver) { new ResizeObserver(fit).observe(map.getContainer()); }
    return fit;
  }

  return { data: data, start: start, layer: layer, open: open, colour: colour, still: still,
    onPaint: function (again) { repaints.push(again); } };
}());
