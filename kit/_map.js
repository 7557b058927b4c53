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

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue("--kit-" + name).trim();
  }

  // ---- The basemap --------------------------------------------------------------------------

  function worldX(lon) { return (lon + 180) / 360 * WORLD; }

  function worldY(lat) {
    var sine = Math.sin(Math.max(-85.06, Math.min(85.06, lat)) * Math.PI / 180);
    return WORLD / 2 - WORLD * Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  }

  // Paths of what _basemap._packed wrote; sides of the box, where the data was cut, are not drawn.
  function shape(text, steps, box, closed) {
    var area = new Path2D(), line = new Path2D(), x = 0, y = 0, value = 0, shift = 0, odd = false;
    var before = null, first = true;
    for (var i = 0; i < text.length; i++) {
      var code = text.charCodeAt(i);
      if (code === 46) {
        if (closed) { area.closePath(); }
        x = y = 0; first = true; odd = false; before = null;
        continue;
      }
      var digit = code === 45 ? 62 : code === 95 ? 63 : code < 58 ? code + 4 : code < 91 ? code - 65 : code - 71;
      value |= (digit & 31) << shift;
      if (digit & 32) { shift += 5; continue; }
      var delta = value & 1 ? -(value >> 1) : value >> 1;
      value = shift = 0;
      if (!odd) { x += delta; odd = true; continue; }
      y += delta; odd = false;
      var px = worldX(x / steps), py = worldY(y / steps);
      if (first) { area.moveTo(px, py); } else { area.lineTo(px, py); }
      var edge = before && ((x === before[0] && (x === box[0] || x === box[2])) ||
        (y === before[1] && (y === box[1] || y === box[3])));
      if (first || edge) { line.moveTo(px, py); } else { line.lineTo(px, py); }
      first = false; before = [x, y];
    }
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
      this._world = shapes(base.world, base.steps, [-180, -90, 180, 90]);
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
      this._names = names;
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
        [["#ffffffc0", 2.6], [colour("leader"), 0.9]].forEach(function (pen) {
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
          var name = plain(row[0]), kind = row[1];
          if (self.hidden[name]) { return; }
          var px = x + worldX(row[3]) * scale, py = y + worldY(row[2]) * scale;
          if (px < -80 || py < -20 || px > self._bounds.getSize().x + 80 || py > self._bounds.getSize().y + 20) { return; }
          if (kind === "n" || kind === "w") { self._area(ctx, name, kind, px, py, row[4] / 360 * WORLD * scale, zoom, room, corner); }
          else { self._town(ctx, name, kind, px, py, row[4], zoom, room, corner); }
        });
      });
    },
    _area: function (ctx, name, kind, px, py, broad, zoom, room, corner) {
      var water = kind === "w", size = Math.max(11, Math.min(15, 9.5 + broad / 70));
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
    _town: function (ctx, name, kind, px, py, people, zoom, room, corner) {
      var capital = kind === "c";
      var from = people > 8e6 ? 3.5 : people > 3e6 ? 4.25 : people > 1e6 ? 5 : people > 4e5 ? 6.25 : 7;
      if (zoom < (capital ? Math.min(from - 0.5, 5) : from)) { return; }
      var font = (capital ? "500 " : "") + "11px " + FONT, long = width(name, font);
      var sides = [[6, 0, "left"], [-6 - long, 0, "right"]];
      for (var i = 0; i < sides.length; i++) {
        if (room.take(px + corner.x + sides[i][0] - (i ? 0 : 8), py + corner.y - 7, long + 8, 14, 2)) {
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
      var track = new Track(this._parts), ink = this.options.color;
      if (this.options.ticks) { sleepers(canvas._ctx, track, ink, canvas._bounds); }
      if (this.options.arrow) { arrows(canvas._ctx, track, ink, canvas._bounds); }
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
    ctx.globalAlpha = 1;
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
  function sleepers(ctx, track, ink, frame) {
    var lengths = [];
    for (var far = 5; far < track.whole - 24; far += 10) {
      if (Math.abs((far + 90) % 150 - 75) < 64) { lengths.push(far); }
    }
    ctx.strokeStyle = ink;
    ctx.lineWidth = 1.5;
    track.draw(ctx, frame, lengths, function () { ctx.moveTo(0, -4); ctx.lineTo(0, 4); ctx.stroke(); });
  }

  function arrows(ctx, track, ink, frame) {
    ctx.fillStyle = ink;
    ctx.strokeStyle = "#fff";
    ctx.lineWidth = 1;
    track.draw(ctx, frame, track.heads(), function () {
      ctx.moveTo(9, 0); ctx.lineTo(-6, 6); ctx.lineTo(-3.5, 0); ctx.lineTo(-6, -6);
      ctx.closePath();
      ctx.fill();
      ctx.stroke();
    });
  }

  function hatch(ink) {
    var tile = document.createElement("canvas"), ctx = tile.getContext("2d");
    tile.width = tile.height = 8;
    ctx.strokeStyle = ink;
    ctx.globalAlpha = 0.55;
    ctx.beginPath();
    ctx.moveTo(-2, 10); ctx.lineTo(10, -2); ctx.moveTo(-2, 2); ctx.lineTo(2, -2); ctx.moveTo(6, 10); ctx.lineTo(10, 6);
    ctx.stroke();
    ctx.globalAlpha = 0.13;
    ctx.fillStyle = ink;
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
    options: { maxWidth: 300, autoPanPaddingTopLeft: [12, 12] },
    _adjustPan: function () {
      var legend = this._map.getContainer().querySelector(".kit-legend[open]");
      var aside = legend && this._map.getSize().x > 640 ? legend.offsetWidth + 12 : 0;
      this.options.autoPanPaddingBottomRight = [aside + 12, 12];
      L.Popup.prototype._adjustPan.call(this);
    }
  });

  function layer(spec) {
    var group = L.featureGroup();
    group.kitLabels = [];
    function add(shape, item, at) {
      shape.bindPopup(new Card().setContent(function () { return popup(item.popup, spec.quotes); }));
      if (item.tip) { shape.bindTooltip('<bdi>' + item.tip + "</bdi>", { sticky: true, className: "kit-tip" }); }
      group.addLayer(shape);
      if (item.label) {
        group.kitLabels.push({ at: at, lines: item.label, rank: item.rank, radius: item.radius || 0, path: item.path,
          ink: item.ink, popup: function () { return popup(item.popup, spec.quotes); } });
      }
    }
    spec.areas.forEach(function (item) {
      var area = L.polygon(item.rings, { color: item.ink, weight: 1.2, fillColor: hatch(item.ink), fillOpacity: 1, smoothFactor: 0.4 });
      add(area, item, item.at);
    });
    spec.lines.forEach(function (item) {
      group.addLayer(L.polyline(item.path, { color: "#fff", opacity: 0.75, weight: 5, interactive: false }));
      add(new Way(item.path, { color: item.ink, weight: 2.4, dashArray: item.dash, ticks: item.ticks, arrow: item.arrow, noClip: item.arrow,
        lineCap: "butt", smoothFactor: item.ticks ? 1.5 : 0.4 }), item, null);
    });
    spec.marks.forEach(function (row) {
      var kind = spec.kinds[row[2]], at = [row[0], row[1]], sure = row[6];
      add(new Mark(at, { shape: kind.shape, radius: row[3], color: sure ? "#fff" : kind.ink, weight: sure ? 1.3 : 2,
        fillColor: sure ? kind.ink : "#fff", fillOpacity: 1 }),
      { popup: row[7], tip: row[4], label: [row[4]], rank: row[5], radius: row[3], ink: null }, L.latLng(at));
    });
    return group;
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
    map.getContainer().querySelectorAll(".leaflet-control").forEach(function (control) {
      var box = control.getBoundingClientRect();
      room.put(box.left - frame.left, box.top - frame.top, box.width, box.height);
    });
    var items = [];
    this._groups().forEach(function (group) {
      group.kitLabels.forEach(function (item) {
        if (item.at) {
          item.point = map.latLngToContainerPoint(item.at);
          if (item.point.x < -20 || item.point.y < -20 || item.point.x > size.x + 20 || item.point.y > size.y + 20) { return; }
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
    var font = item.path ? "600 11.5px " + FONT : (item.radius ? "600 12.5px " : "italic 600 12px ") + FONT;
    function broadest() { return Math.max.apply(null, texts.map(function (t) { return width(t, font); })); }
    var w = broadest();
    if (item.path && w > size.x * 0.45) {
      texts = [].concat.apply([], texts.map(function (t) { return width(t, font) > size.x * 0.45 ? halves(t) : [t]; }));
      w = broadest();
    }
    w += item.path ? 13 : 5;
    var h = texts.length * 15 + (item.path ? 3 : 1);
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
      if (item.ink) { item.node.style.color = item.ink; }
      L.DomEvent.disableClickPropagation(item.node);
      L.DomEvent.on(item.node, "click", function () {
        var here = item.at || item.anchor;
        new Card({ offset: [0, item.at ? -item.radius : 0] })
          .setLatLng(here).setContent(item.popup()).openOn(map);
      });
    }
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
    map.createPane("kit-land").style.zIndex = 150;
    map.createPane("kit-names").style.zIndex = 350;
    map.createPane("kit-labels").style.zIndex = 620;
    ["kit-land", "kit-names"].forEach(function (pane) { map.getPane(pane).style.pointerEvents = "none"; });
    L.DomUtil.addClass(map.getPane("kit-labels"), "leaflet-zoom-hide");
    var box = map.getContainer();
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", plain(spec.title));
    new Land(spec.base).addTo(map);
    var names = new Names(spec.base.names).addTo(map);
    map.kitLabels = new Labels(map, names);
    map.attributionControl.setPrefix(false).addAttribution(spec.sources);
    L.control.scale({ maxWidth: 110 }).addTo(map);
    if (spec.note) { L.DomUtil.create("p", "kit-note", box).innerHTML = spec.note; }
    if (spec.legend) { legend(map, spec.legend); }
    opening(map, spec);
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
    control.addTo(map);
  }

  // Show all of the data once the map has a size: frames in notebooks start without one.
  function opening(map, spec) {
    var done = false;
    function fit() {
      map.invalidateSize({ animate: false });
      var size = map.getSize();
      if (done || size.x < 2 || size.y < 2) { return; }
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
  }

  return { data: data, start: start, layer: layer };
}());
