"""The colours of charts on paper; those of the screen stand in styles/components/_charts.scss."""

INK, PAPER, LINE, MUTED = "#1c2733", "#ffffff", "#857f73", "#55616d"
STEPS = ("#f1efea", "#d5e5e6", "#a3c7ca", "#6ba3a8", "#2b757e", "#0d4f58")
ON_STEPS = (INK, INK, INK, INK, PAPER, PAPER)
DARK_STEPS = ("#202b32", "#22414a", "#28606b", "#3f8f9b", "#74bfc9", "#b9e7ed")
ON_DARK_STEPS = ("#ece8e1", "#ece8e1", "#ffffff", "#0b1215", "#0b1215", "#0b1215")

PRINT_CSS = "".join(
    (
        f"text{{fill:{INK};font-family:Sarabun;font-size:12px}}",
        ".chart__value,.chart__number,.chart__inside{font-weight:600}",
        f".chart__name{{fill:{MUTED};font-size:11px}}",
        ".chart__place{font-size:10px}",
        ".chart__track{fill:#efece6}",
        f".chart__bar{{fill:{STEPS[5]}}}",
        f".chart__edge{{stroke:{PAPER};stroke-width:5}}",
        f".chart__aim{{stroke:{INK};stroke-width:2}}",
        f".chart__axis{{stroke:{LINE};stroke-width:1}}",
        f".chart__grid{{stroke:{LINE};stroke-width:.5}}",
        ".chart__mean{stroke:#a8400f;stroke-width:2}",
        ".chart__group{fill:#0f5c66;font-weight:600}",
        f".chart__line{{stroke:{STEPS[5]};stroke-width:2.5;fill:none}}",
        f".chart__line--before{{stroke:{MUTED};stroke-width:1.5;stroke-dasharray:5 4}}",
        f".chart__interval{{stroke:{STEPS[4]};stroke-width:4}}",
        f".chart__dot{{fill:{STEPS[5]};stroke:{STEPS[5]};stroke-width:2}}",
        f".chart__dot--few{{fill:{PAPER}}}",
        f".chart__blank{{fill:{PAPER}}}",
        f".chart__shape{{stroke:{LINE};stroke-width:2}}",
        ".chart--shapes .chart__inside{font-size:28px}",
        ".chart__stripe{fill:#cfc9bd}",
        *(f".chart__tile--{n}{{fill:{colour}}}" for n, colour in enumerate(STEPS)),
        *(f".chart__on-{n}{{fill:{colour}}}" for n, colour in enumerate(ON_STEPS)),
    )
)
