// Draws the charts of the page from the JSON beside it. Colours come from the style sheet, so that light, dark and print
// each have their own; a chart is drawn anew when any of them, or the width, changes.
(function () {
  "use strict";
  const charts = JSON.parse(document.getElementById("charts").textContent);
  const drawn = [];

  const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function milliseconds(value) {
    if (value == null) return "";
    if (value < 0.995) return Number((value * 1000).toPrecision(3)) + " µs";
    if (value < 1000) return Number(value.toPrecision(3)) + " ms";
    return Number((value / 1000).toPrecision(3)) + " s";
  }

  const count = value => value == null ? "" : value.toLocaleString("en");

  // 1/(1-p): 1 is 0%, 10 is 90%, 100 is 99%.
  function percentile(oneIn) {
    if (oneIn == null) return "";
    const percent = 100 - 100 / oneIn;
    return Number(percent.toFixed(Math.max(0, Math.ceil(Math.log10(oneIn))))) + "%";
  }

  // Where a logarithmic axis gets a line and a label: at each decade, and between them when the axis spans few of them.
  function logSplits(plot, axis, min, max) {
    const reach = Math.log10(max / min);
    const leads = reach > 2.2 ? [1] : reach > 1.2 ? [1, 3] : [1, 2, 5];
    const splits = [];
    for (let decade = Math.floor(Math.log10(min)); decade <= Math.log10(max); decade++) {
      for (const lead of leads) {
        const value = Number((lead * Math.pow(10, decade)).toPrecision(1));
        if (value >= min && value <= max) {
          splits.push(value);
        }
      }
    }
    return splits;
  }

  const percentileSplits = (plot, axis, min, max) => [1, 2, 10, 100, 1e3, 1e4, 1e5, 1e6].filter(value => value >= min && value <= max);

  // As short as the room beside an axis.
  function plain(value) {
    if (value == null) return "";
    if (value < 1e5) return Number(value.toPrecision(value < 1000 ? 3 : 4)).toLocaleString("en");
    return value < 1e6 ? Number((value / 1e3).toPrecision(3)) + "k" : Number((value / 1e6).toPrecision(3)) + "M";
  }

  const latency = { log: true, format: milliseconds, splits: logSplits };

  const kinds = {
    percentiles: {
      height: 320, legend: true, palette: null,
      x: { log: true, format: percentile, splits: percentileSplits }, y: latency,
    },
    layers: {
      height: 230, legend: true, palette: null,
      x: { log: true, format: percentile, splits: percentileSplits }, y: latency,
    },
    knee: {
      height: 320, legend: true, palette: ["--s0", "--s4"], points: true,
      x: { log: true, format: value => count(value) + "/s", splits: logSplits }, y: latency,
    },
    scatter: {
      height: 230, legend: false, palette: ["--s0"], dots: true,
      x: { name: "kill", beyond: 0.5, format: value => Number.isInteger(value) ? count(value) : "" },
      y: { format: value => Number(value.toPrecision(3)) + " s", fromZero: true },
    },
    rates: {
      height: 320, legend: true, palette: ["--s0", "--s1", "--s4"], points: true,
      x: { log: true, format: value => count(value) + "/s" }, y: latency,
    },
    time: {
      height: 210, legend: false, eventful: true, palette: ["--s0", "--s1", "--s4"],
      x: { format: value => value + " s" }, y: latency,
    },
    acknowledgements: {
      height: 220, legend: false, palette: ["--s0"], fill: true, stepped: true,
      x: { format: value => value + " s" }, y: { format: count, fromZero: true },
    },
    order: {
      height: 190, legend: true, palette: ["--s0", "--s1"], dots: true,
      x: { name: "fork", format: count }, y: { format: plain, adapts: true },
    },
    pressure: {
      height: 110, legend: true, palette: ["--s4", "--s5", "--s3"], spanGaps: true,
      x: { name: "fork", format: count }, y: { format: value => Math.round(value) + "%", range: [0, 100] },
    },
    warmup: {
      height: 338, legend: false, palette: ["--s0"], faint: true, shaded: true,
      x: { name: "iteration", from: 1, format: value => Number.isInteger(value) ? count(value) : "" }, y: { format: plain, adapts: true },
    },
    cumulative: {
      height: 260, legend: true, palette: null,
      x: { name: "time", log: true, format: milliseconds, splits: logSplits }, y: { format: value => Math.round(value) + "%", range: [0, 100] },
    },
    history: {
      height: 210, legend: true, palette: ["--s0"], marked: true, band: true,
      x: { name: "commit", from: 0.5, beyond: 0.5, format: count }, y: { format: plain, adapts: true, zeros: true },
    },
  };

  // Curves of one kind at different rates are a scale and get a ramp; different numbers outstanding are kinds of their own.
  const palette = chart => kinds[chart.kind].palette
    || (chart.group === "open" ? ["--r0", "--r1", "--r2", "--r3", "--r4", "--r5"]
                               : ["--s0", "--s1", "--s2", "--s3", "--s4", "--s5"]);

  function linesOf(chart) {
    return plot => {
      const context = plot.ctx;
      const ratio = devicePixelRatio || 1;
      const { left, top, width, height } = plot.bbox;
      context.save();
      context.strokeStyle = context.fillStyle = color("--limit");
      context.lineWidth = 1.5 * ratio;
      context.font = 11 * ratio + "px system-ui, sans-serif";
      context.textBaseline = "bottom";
      context.setLineDash([6 * ratio, 4 * ratio]);
      context.beginPath();
      if (chart.limit != null) {
        const y = plot.valToPos(chart.limit, "y", true);
        if (y >= top && y <= top + height) {
          context.moveTo(left, y);
          context.lineTo(left + width, y);
          if (kinds[chart.kind].legend) {
            const atLeft = chart.kind === "rates";
            context.textAlign = atLeft ? "left" : "right";
            context.fillText("limit " + milliseconds(chart.limit), atLeft ? left + 4 * ratio : left + width - 4 * ratio, y - 3 * ratio);
          }
        }
      }
      chart.marks.forEach((mark, i) => {
        const x = plot.valToPos(mark.x, "x", true);
        context.moveTo(x, top);
        context.lineTo(x, top + height);
        const before = chart.kind === "history"
          ? x > left + width / 2
          : i === 0 || chart.kind === "rates" || chart.kind === "knee";
        context.textAlign = before ? "right" : "left";
        context.fillText(mark.word, x + (before ? -5 : 5) * ratio, top + 14 * ratio);
      });
      context.stroke();
      context.restore();
    };
  }

  // A row for each kind, above the chart: events that touch become one bar, so that many of them hide nothing.
  const eventRows = { ELECTION: "--s3", COLLECTION: "--s2", SLOW_SYNC: "--s5" };
  const eventRowHeight = 6;

  function eventsOf(chart) {
    return plot => {
      const context = plot.ctx;
      const ratio = devicePixelRatio || 1;
      const { left, top, width } = plot.bbox;
      const tones = Object.values(eventRows).map(color);
      const rows = Object.keys(eventRows);
      context.save();
      for (const event of chart.events) {
        const row = rows.indexOf(event.kind);
        const from = Math.max(left, plot.valToPos(event.from, "x", true));
        const until = Math.min(left + width, plot.valToPos(event.until, "x", true));
        const y = top - (rows.length - row) * eventRowHeight * ratio;
        context.fillStyle = tones[row];
        context.fillRect(from, y, Math.max(2 * ratio, until - from), (eventRowHeight - 2) * ratio);
      }
      context.restore();
    };
  }

  function axis(kind) {
    return {
      stroke: color("--soft"), grid: { stroke: color("--grid"), width: 1 }, ticks: { stroke: color("--line"), width: 1, size: 4 },
      font: "11px system-ui, sans-serif",
      values: (plot, splits) => splits.map(value => value == null ? "" : kind.format(value)),
      ...(kind.splits ? { splits: kind.splits, filter: (plot, splits) => splits } : {}),
    };
  }

  // Charts of the loads over time share one scale, so that they can be compared by looking.
  function valueRange(chart) {
    let low = Infinity;
    let high = 0;
    for (const other of charts) {
      if (other === chart || (chart.kind === "time" && other.kind === "time")) {
        for (const value of [other.limit, ...other.series.flatMap(series => series.y)]) {
          if (value != null && value > 0) {
            low = Math.min(low, value);
            high = Math.max(high, value);
          }
        }
      }
    }
    return [low, high];
  }

  function valueScale(chart) {
    const y = kinds[chart.kind].y;
    const zero = y.zeros && chart.series.some(series => series.y.some(value => value != null && value <= 0));
    if (y.fromZero || zero) return { range: (plot, min, max) => [0, max * 1.2 || 1] };
    if (y.range) return { range: () => y.range };
    const [low, high] = valueRange(chart);
    return y.adapts && high < 4 * low
      ? { range: () => [low - 0.08 * (high - low || low), high + 0.08 * (high - low || low)] }
      : { distr: 3, range: () => [low * 0.8, high * 1.25] };
  }

  function lineStyle(kind, series, tone, edge) {
    return {
      label: series.name, stroke: tone, width: edge ? 0 : kind.faint ? 1 : 2, spanGaps: Boolean(kind.spanGaps), ...(kind.faint ? { alpha: 0.45 } : {}),
      points: { show: Boolean(kind.points || kind.dots || (kind.marked && !edge)), size: kind.dots ? 6 : 7, fill: tone },
      value: (plot, value) => value == null ? "–" : kind.y.format(value),
      ...(kind.fill ? { fill: tone + "30" } : {}),
      ...(kind.dots ? { paths: () => null } : {}),
      ...(kind.stepped ? { paths: uPlot.paths.stepped({ align: 0 }) } : {}),
    };
  }

  // What lies before the first mark, behind the lines.
  function shade(chart) {
    return plot => {
      if (chart.marks.length > 0) {
        const { left, top, height } = plot.bbox;
        plot.ctx.fillStyle = color("--grid");
        plot.ctx.fillRect(left, top, plot.valToPos(chart.marks[0].x, "x", true) - left, height);
      }
    };
  }

  function draw(chart, target) {
    const kind = kinds[chart.kind];
    const colors = palette(chart);
    const lowest = kind.x.log ? chart.x[0] : kind.x.from || 0;
    const highest = lastX(chart);
    const yScale = valueScale(chart);
    const yKind = kind.y.adapts && yScale.distr === 3 ? { ...kind.y, splits: logSplits } : kind.y;
    const xFormat = chart.labels.length === 0 ? kind.x.format : value => chart.labels[value - 1] || "";
    const isEdge = i => Boolean(kind.band) && i > 0;
    const xName = kind.x.name || (kind.x.format === percentile ? "percentile" : kind.points ? "rate" : "time");
    const options = {
      width: target.clientWidth, height: kind.height,
      legend: { show: kind.legend, live: true },
      cursor: { drag: { x: false, y: false }, points: { size: 6 } },
      scales: {
        x: { time: false, distr: kind.x.log ? 3 : 1, range: () => kind.points ? [lowest * 0.85, highest * 1.2] : [lowest, highest + (kind.x.beyond || 0)] },
        y: yScale,
      },
      axes: [{ ...axis({ ...kind.x, format: xFormat }), size: 32 }, { ...axis(yKind), size: 58 }],
      series: [{ label: xName, value: (plot, value) => value == null ? "–" : xFormat(value) }]
        .concat(chart.series.map((series, i) => lineStyle(kind, series, color(series.color || colors[i % colors.length]), isEdge(i)))),
      ...(kind.band && chart.series.length === 3 ? { bands: [{ series: [2, 3], fill: color(colors[0]) + "30" }] } : {}),
      hooks: {
        ...(kind.shaded ? { drawClear: [shade(chart)] } : {}),
        draw: kind.eventful ? [linesOf(chart), eventsOf(chart)] : [linesOf(chart)],
      },
      ...(kind.eventful ? { padding: [(Object.keys(eventRows).length + 1) * eventRowHeight, null, null, null] } : {}),
    };
    if (kind.points && !kind.x.splits) {
      options.axes[0].splits = () => chart.x;
      options.axes[0].filter = (plot, splits) => splits;
    }
    return new uPlot(options, [chart.x, ...chart.series.map(series => series.y)], target);
  }

  // Percentile curves end where the last of them has data.
  function lastX(chart) {
    let last = 0;
    for (const series of chart.series) {
      for (let i = series.y.length - 1; i > last; i--) {
        if (series.y[i] != null) {
          last = i;
        }
      }
    }
    return chart.x[kinds[chart.kind].x.format === percentile ? last : chart.x.length - 1];
  }

  function drawAll() {
    for (const entry of drawn) {
      if (entry.plot) {
        entry.plot.destroy();
      }
      entry.plot = draw(entry.chart, entry.target);
    }
  }

  for (const chart of charts) {
    const figure = document.createElement("figure");
    const caption = document.createElement("figcaption");
    caption.textContent = chart.title;
    const target = document.createElement("div");
    figure.append(caption, target);
    document.querySelector(`[data-group="${chart.group}"]`).append(figure);
    drawn.push({ chart, target, plot: null });
  }
  for (const group of document.querySelectorAll(".charts")) {
    if (group.childElementCount === 0) {
      group.remove();
    }
  }
  drawAll();
  let pending = 0;
  addEventListener("resize", () => {
    clearTimeout(pending);
    pending = setTimeout(drawAll, 150);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  matchMedia("print").addEventListener("change", drawAll);
  document.documentElement.dataset.charts = String(drawn.length);
})();
