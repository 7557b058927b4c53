// The kit's basemap as a Leaflet grid layer, which can be used wherever a layer of tiles was.
"use strict";
var kitTiles = (function () {
  var ground = kitGround, WORLD = ground.WORLD, base = null, sources = "", placed = {}, layers = [];

  // Names that fit at a zoom, the first ones first, none over another; in pixels of that zoom.
  function names(zoom) {
    if (!placed[zoom]) {
      var scale = Math.pow(2, zoom), found = placed[zoom] = [];
      base.names.forEach(function (name) {
        var how = ground.face(name, zoom), x = name.x * scale, y = name.y * scale;
        if (!how) { return; }
        var left = how.dot ? x - 7 : x - how.wide / 2 - 3, right = how.dot ? x + how.wide + 9 : x + how.wide / 2 + 3;
        var box = [left, y - how.high / 2, right, y + how.high / 2];
        if (!found.some(function (other) { return ground.meet(other.box, box); })) { found.push({ how: how, x: x, y: y, box: box }); }
      });
    }
    return placed[zoom];
  }

  function write(ctx, name) {
    if (name.how.dot) { ground.dot(ctx, name.how, name.x, name.y); }
    ground.write(ctx, name.how, name.x + (name.how.dot ? 6 : 0), name.y);
  }

  function credit(map, note) {
    if (map.attributionControl) { map.attributionControl.addAttribution(note).addAttribution(sources); }
  }

  var Basemap = L.GridLayer.extend({
    onAdd: function (map) {
      L.GridLayer.prototype.onAdd.call(this, map);
      layers.push(this);
      if (!map.kitLabels) { L.DomUtil.addClass(map.getContainer(), "kit-tiled"); }
      if (map.attributionControl) { map.attributionControl.addAttribution(sources); }
    },
    onRemove: function (map) {
      L.GridLayer.prototype.onRemove.call(this, map);
      layers.splice(layers.indexOf(this), 1);
      if (map.attributionControl) { map.attributionControl.removeAttribution(sources); }
    },
    createTile: function (coords, done) {
      var canvas = L.DomUtil.create("canvas", "kit-tile"), size = this.getTileSize();
      var ratio = Math.min(window.devicePixelRatio || 1, 3), self = this;
      canvas.width = size.x * ratio;
      canvas.height = size.y * ratio;
      base.ready.then(function () {
        self._paint(canvas, coords, ratio);
        done(null, canvas);
      });
      return canvas;
    },
    _paint: function (canvas, coords, ratio) {
      var ctx = canvas.getContext("2d"), size = this.getTileSize();
      var scale = Math.pow(2, coords.z), round = WORLD * scale, left = coords.x * size.x, top = coords.y * size.y;
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.fillStyle = ground.colour("sea");
      ctx.fillRect(0, 0, canvas.width, canvas.height);
      ctx.setTransform(ratio * scale, 0, 0, ratio * scale, -left * ratio, -top * ratio);
      base.draw(ctx, [left / scale, top / scale, (left + size.x) / scale, (top + size.y) / scale], coords.z);
      [-round, 0, round].forEach(function (turn) { // a name reaches over 180 degrees
        ctx.setTransform(ratio, 0, 0, ratio, (turn - left) * ratio, -top * ratio);
        var tile = [left - turn, top, left - turn + size.x, top + size.y];
        names(coords.z).forEach(function (name) { if (ground.meet(name.box, tile)) { write(ctx, name); } });
      });
    },
    repaint: function () {
      for (var key in this._tiles) {
        var tile = this._tiles[key];
        this._paint(tile.el, this._wrapCoords(tile.coords), tile.el.width / this.getTileSize().x);
      }
    }
  });

  ground.onScheme(function () { layers.forEach(function (layer) { layer.repaint(); }); });

  return {
    use: function (packed, from) { base = new ground.Ground(packed); sources = from; },
    credit: credit,
    layer: function (options) { return new Basemap(options); }
  };
}());
