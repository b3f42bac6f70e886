/* Draws every [data-chart] from the figure that the page carries in its json_script of the same name. */
(() => {
  "use strict";

  const css = getComputedStyle(document.documentElement);
  const token = (name) => css.getPropertyValue(`--${name}`).trim();
  const language = document.documentElement.lang;

  Plotly.register({
    moduleType: "locale",
    name: "vi",
    dictionary: {
      "Autoscale": "Tự chỉnh tỷ lệ",
      "Download plot": "Tải ảnh biểu đồ",
      "Download plot as a PNG": "Tải ảnh biểu đồ (PNG)",
      "Pan": "Di chuyển",
      "Reset": "Về ban đầu",
      "Reset axes": "Về ban đầu",
      "Snapshot succeeded": "Đã tải ảnh biểu đồ",
      "Sorry, there was a problem downloading your snapshot!": "Không tải được ảnh biểu đồ.",
      "Taking snapshot - this may take a few seconds": "Đang tạo ảnh biểu đồ, xin chờ vài giây",
      "Zoom": "Phóng to vùng chọn",
      "Zoom in": "Phóng to",
      "Zoom out": "Thu nhỏ",
      "Double-click on legend to isolate one trace": "Bấm đúp vào chú giải để chỉ xem một đường",
      "Double-click to zoom back out": "Bấm đúp để về ban đầu",
    },
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
      modebar: { color: token("muted"), activecolor: token("accent"), bgcolor: "rgba(255,255,255,0)" },
      paper_bgcolor: token("paper"),
      plot_bgcolor: token("paper"),
      separators: language === "en" ? ".," : ",.",
      xaxis: axis,
      yaxis: axis,
    },
  };
  // Nothing leaves the site: no button that uploads the figure, no address of a chart service.
  const config = {
    displaylogo: false,
    displayModeBar: "hover",
    locale: language,
    modeBarButtons: [["toImage"]],
    plotlyServerURL: "",
    responsive: true,
    showEditInChartStudio: false,
    showLink: false,
    showSendToCloud: false,
    toImageButtonOptions: { format: "png", scale: 2 },
  };

  async function draw(place) {
    const figure = JSON.parse(document.getElementById(place.dataset.chart).textContent);
    const layout = { ...figure.layout, template: house };
    try {
      await Plotly.newPlot(place, figure.data, layout, { ...config, toImageButtonOptions: { ...config.toImageButtonOptions, filename: place.dataset.chart } });
      // Read aloud, the loose labels of a picture are noise: the sentence above and the table below say it.
      for (const svg of place.querySelectorAll("svg.main-svg")) svg.setAttribute("aria-hidden", "true");
    } catch (error) {
      place.classList.add("failed");
      place.closest(".chart").querySelector("details").open = true;
      throw error;
    }
  }

  // Labels are measured when drawn, so the typeface must be there first.
  document.fonts.ready.then(() => document.querySelectorAll("[data-chart]").forEach(draw));
})();
