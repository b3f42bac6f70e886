/* Draws every [data-chart] from the figure that the page carries in its json_script of the same name. */
(() => {
  "use strict";

  const css = getComputedStyle(document.documentElement);
  const token = (name) => css.getPropertyValue(`--${name}`).trim();
  const language = document.documentElement.lang;

  Plotly.register({
    moduleType: "locale",
    name: "vi",
    dictionary: {}, // plotly.js has no words of its own on our charts: its button bar is off
    format: {
      days: ["Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy"],
      shortDays: ["CN", "T2", "T3", "T4", "T5", "T6", "T7"],
      months: Array.from({ length: 12 }, (_, month) => `Tháng ${month + 1}`),
      shortMonths: Array.from({ length: 12 }, (_, month) => `Th${month + 1}`),
      date: "%d/%m/%Y",
      decimal: ",",
      thousands: ".",
    },
  });

  const axis = {
    automargin: true,
    fixedrange: true,
    gridcolor: token("line"),
    linecolor: token("edge"),
    tickfont: { size: 13 },
    title: { font: { size: 13, color: token("muted") } },
    zeroline: false,
  };
  const house = {
    layout: {
      autosize: true,
      colorway: [token("accent"), "#8a5a00", "#0a6b3d", "#7a3e9d", "#b3261e", "#00707a", "#5b6875", "#a8436e"],
      dragmode: false,
      font: { family: token("text"), size: 13, color: token("ink") },
      hoverlabel: { bgcolor: token("ink"), bordercolor: token("ink"), font: { family: token("text"), size: 13, color: token("paper") } },
      hovermode: "closest",
      legend: { orientation: "h", x: 0, xanchor: "left", y: 1.02, yanchor: "bottom" },
      margin: { l: 8, r: 16, t: 8, b: 8 },
      paper_bgcolor: token("paper"),
      plot_bgcolor: token("paper"),
      separators: language === "en" ? ".," : ",.",
      xaxis: { ...axis, showgrid: false, ticks: "outside", tickcolor: token("edge") },
      yaxis: axis,
    },
  };
  // Nothing leaves the site: no button that uploads the figure, no address of a chart service. The picture holds nothing
  // to stop at with the keyboard; the one button it has stands below it, on the page.
  const config = {
    displaylogo: false,
    displayModeBar: false,
    locale: language,
    plotlyServerURL: "",
    responsive: true,
    showEditInChartStudio: false,
    showLink: false,
    showSendToCloud: false,
  };

  // What is printed is the page as it stands when printing begins, and a picture as wide as a screen is cut off at the
  // edge of the paper: it is drawn anew for an A4 page within the margins of print.css, and back again afterwards.
  const PAPER = 700; // of 703 px
  const drawn = new Map(); // place -> width and height that its figure asks for

  function forPaper() {
    for (const place of drawn.keys()) {
      Plotly.relayout(place, { autosize: false, width: PAPER, height: place.clientHeight });
    }
  }

  function forScreen() {
    for (const [place, size] of drawn) Plotly.relayout(place, { autosize: true, ...size });
  }

  // plotly.js's own PNG goes through a blob: image, which our policy refuses; a data: image is let in.
  async function saveImage(place) {
    const { width, height } = place.getBoundingClientRect();
    const image = new Image();
    image.src = await Plotly.toImage(place, { format: "svg", width, height });
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * 2;
    canvas.height = height * 2;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const link = document.createElement("a");
    link.download = `${place.dataset.chart}.png`;
    link.href = URL.createObjectURL(await new Promise((resolve) => canvas.toBlob(resolve, "image/png")));
    link.click();
    URL.revokeObjectURL(link.href);
  }

  async function draw(place) {
    const chart = place.closest(".chart");
    const figure = JSON.parse(document.getElementById(place.dataset.chart).textContent);
    try {
      await Plotly.newPlot(place, figure.data, { ...figure.layout, template: house }, config);
    } catch (error) {
      place.classList.add("failed");
      chart.querySelector("details").open = true;
      throw error;
    }
    drawn.set(place, { width: figure.layout.width ?? null, height: figure.layout.height ?? null });
    // Read aloud, the loose labels of a picture are noise: the sentence above and the table below say it.
    for (const svg of place.querySelectorAll("svg.main-svg")) svg.setAttribute("aria-hidden", "true");
    const button = chart.querySelector("[data-chart-image]");
    button.hidden = false;
    button.addEventListener("click", () => saveImage(place));
  }

  addEventListener("beforeprint", forPaper);
  addEventListener("afterprint", forScreen);
  // Labels are measured when drawn, so the typeface must be there first.
  document.fonts.ready.then(() => document.querySelectorAll("[data-chart]").forEach(draw));
})();
