// The kit's basemap as a Leaflet grid layer, which can be used wherever a layer of tiles was.
"use strict";
var kitTiles = (function () {
  var WORLD = 256; // pixels round the world at zoom 0
  var FONT = 'system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif';
  var INK = { sea: "#d9e6ec", land: "#f6f4ee", coast: "#a9c0cc", border: "#bab1a3", n: "#7d7567", w: "#5f8499", town: "#6a655b" };
  var base = null, sources = "", pen = document.createElement("canvas").getContext("2d");

  function worldX(lon) { return (lon + 180) / 360 * WORLD; }

  function worldY(lat) {
    var sine = Math.sin(Math.max(-85.06, Math.min(85.06, lat)) * Math.PI / 180);
    return WORLD / 2 - WORLD * Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  }

  // Lines of what _basemap._packed wrote: each with its path, its path less the sides of the box
  // where the data was cut, and its box [west, north, east, south] in pixels at zoom 0.
  function lines(text, sides) {
    var x = 0, y = 0, value = 0, shift = 0, odd = false, made = [], line = null, before = null;
    for (var i = 0; i < text.length; i++) {
      var code = text.charCodeAt(i);
      if (code === 46) {
        made.push(line);
        x = y = 0; odd = false; line = before = null;
        continue;
      }
      var digit = code === 45 ? 62 : code === 95 ? 63 : code < 58 ? code + 4 : code < 91 ? code - 65 : code - 71;
      value |= (digit & 31) << shift;
      if (digit & 32) { shift += 5; continue; }
      var delta = value & 1 ? -(value >> 1) : value >> 1;
      value = shift = 0;
      odd = !odd;
      if (odd) { x += delta; continue; }
      y += delta;
      var px = worldX(x / base.steps), py = worldY(y / base.steps);
      if (!line) { line = { area: new Path2D(), edge: new Path2D(), box: [px, py, px, py] }; }
      line.area.lineTo(px, py);
      var cut = before && ((x === before[0] && (x === sides[0] || x === sides[2])) ||
        (y === before[1] && (y === sides[1] || y === sides[3])));
      if (cut) { line.edge.moveTo(px, py); } else { line.edge.lineTo(px, py); }
      line.box = [Math.min(line.box[0], px), Math.min(line.box[1], py), Math.max(line.box[2], px), Math.max(line.box[3], py)];
      before = [x, y];
    }
    return made;
  }

  function part(packed, west, south, east, north) {
    var sides = [west, south, east, north].map(function (side) { return Math.round(side * base.steps); });
    return {
      land: lines(packed.land, sides), border: lines(packed.border, sides), disputed: lines(packed.disputed, sides),
      box: [worldX(west), worldY(north), worldX(east), worldY(south)]
    };
  }

  function parts() {
    if (!base.parts) {
      var overlap = 0.1;
      base.parts = [part(base.world, -180, -90, 180, 90)].concat(base.cells.map(function (cell) {
        return part(cell, cell.west - overlap, cell.south - overlap,
          cell.west + base.cell + overlap, cell.south + base.cell + overlap);
      }));
    }
    return base.parts;
  }

  function meet(a, b) { return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]; }

  function land(ctx, tile, scale, zoom) {
    var rim = 2 / scale, seen = [tile[0] - rim, tile[1] - rim, tile[2] + rim, tile[3] + rim];
    parts().forEach(function (one, i) {
      if (i && (zoom < 5 || !meet(one.box, tile))) { return; }
      function gather(from, path) {
        var all = new Path2D();
        from.forEach(function (line) { if (meet(line.box, seen)) { all.addPath(line[path]); } });
        return all;
      }
      function stroke(from, ink, wide) {
        ctx.strokeStyle = ink;
        ctx.lineWidth = wide / scale;
        ctx.stroke(gather(from, "edge"));
      }
      ctx.save();
      if (i) { // a cell with more detail covers what the world has there
        ctx.beginPath();
        ctx.rect(one.box[0], one.box[1], one.box[2] - one.box[0], one.box[3] - one.box[1]);
        ctx.clip();
        ctx.fillStyle = INK.sea;
        ctx.fill();
      }
      ctx.fillStyle = INK.land;
      ctx.fill(gather(one.land, "area"), "evenodd");
      stroke(one.land, INK.coast, 0.8);
      stroke(one.border, INK.border, zoom < 4 ? 0.8 : 1.2);
      ctx.setLineDash([5 / scale, 4 / scale]);
      stroke(one.disputed, INK.border, 1.2);
      ctx.restore();
    });
  }

  // Names that fit at a zoom, the first ones first, none over another; in pixels of that zoom.
  function names(zoom) {
    base.placed = base.placed || {};
    if (!base.placed[zoom]) {
      var scale = Math.pow(2, zoom), placed = base.placed[zoom] = [];
      base.names.forEach(function (row) {
        var name = styled(row, worldX(row[3]) * scale, worldY(row[2]) * scale, row[4] / 360 * WORLD * scale, zoom);
        if (name && !placed.some(function (other) { return meet(other.box, name.box); })) { placed.push(name); }
      });
    }
    return base.placed[zoom];
  }

  function styled(row, x, y, broad, zoom) {
    var kind = row[1], town = kind === "c" || kind === "t", text = kind === "n" ? row[0].toUpperCase() : row[0];
    var size = town ? 11 : Math.max(10, Math.min(15, 9.5 + broad / 70)), people = row[4];
    var from = people > 8e6 ? 4 : people > 3e6 ? 5 : people > 1e6 ? 5 : people > 4e5 ? 6 : 7;
    if (town && zoom < (kind === "c" ? Math.min(from, 5) : from)) { return null; }
    var font = pen.font = (kind === "w" ? "italic " : kind === "t" ? "" : "500 ") + size + "px " + FONT;
    var long = pen.measureText(text).width;
    if (!town && long > broad * (kind === "w" ? 1.3 : 1.7) && (zoom < 6 || kind === "w")) { return null; }
    var left = town ? x + 6 : x - long / 2;
    return { text: text, font: font, ink: town ? INK.town : INK[kind], dot: town && (kind === "c" ? 2.2 : 1.7),
      at: [x, y], left: left, box: [(town ? x - 4 : left) - 3, y - size * 0.7, left + long + 3, y + size * 0.7] };
  }

  function write(ctx, name) {
    ctx.font = name.font;
    ctx.textBaseline = "middle";
    ctx.strokeStyle = name.ink === INK.w ? INK.sea : INK.land;
    ctx.lineWidth = 3;
    ctx.lineJoin = "round";
    ctx.strokeText(name.text, name.left, name.at[1]);
    ctx.fillStyle = name.ink;
    ctx.fillText(name.text, name.left, name.at[1]);
    if (name.dot) {
      ctx.beginPath();
      ctx.arc(name.at[0], name.at[1], name.dot, 0, 7);
      ctx.fill();
    }
  }

  function credit(map, note) {
    if (map.attributionControl) { map.attributionControl.addAttribution(note).addAttribution(sources); }
  }

  var Basemap = L.GridLayer.extend({
    onAdd: function (map) {
      L.GridLayer.prototype.onAdd.call(this, map);
      if (map.attributionControl) { map.attributionControl.addAttribution(sources); }
    },
    onRemove: function (map) {
      L.GridLayer.prototype.onRemove.call(this, map);
      if (map.attributionControl) { map.attributionControl.removeAttribution(sources); }
    },
    createTile: function (coords) {
      var canvas = L.DomUtil.create("canvas", "kit-tile"), size = this.getTileSize();
      var ratio = Math.min(window.devicePixelRatio || 1, 3), ctx = canvas.getContext("2d");
      var scale = Math.pow(2, coords.z), round = WORLD * scale, left = coords.x * size.x, top = coords.y * size.y;
      canvas.width = size.x * ratio;
      canvas.height = size.y * ratio;
      ctx.fillStyle = INK.sea;
      ctx.fillRect(0, 0, canvas.width, canvas.height);
      ctx.setTransform(ratio * scale, 0, 0, ratio * scale, -left * ratio, -top * ratio);
      land(ctx, [left / scale, top / scale, (left + size.x) / scale, (top + size.y) / scale], scale, coords.z);
      [-round, 0, round].forEach(function (turn) { // a name reaches over 180 degrees
        ctx.setTransform(ratio, 0, 0, ratio, (turn - left) * ratio, -top * ratio);
        var tile = [left - turn, top, left - turn + size.x, top + size.y];
        names(coords.z).forEach(function (name) { if (meet(name.box, tile)) { write(ctx, name); } });
      });
      return canvas;
    }
  });

  return {
    use: function (packed, from) { base = packed; sources = from; },
    credit: credit,
    layer: function (options) { return new Basemap(options); }
  };
}());
