"""What the page of a compliance report adds to the looks of the page of findings."""

STYLE = """
.sub{color:var(--dim);font-size:1.05rem;margin:.2rem 0 0}
.verdict{display:inline-block;border-radius:.3rem;padding:.1rem .7rem;color:var(--bg);font-weight:700}
.verdict.fail{background:var(--critical)}.verdict.pass{background:var(--good)}.verdict.open{background:var(--medium)}
.track{display:flex;height:.7rem;width:100%;border-radius:.35rem;overflow:hidden;background:var(--line);margin:.8rem 0 .4rem}
.track i{display:block}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;list-style:none;margin:0;padding:0;color:var(--dim);font-size:.92rem}
.legend i{display:inline-block;width:.7rem;height:.7rem;border-radius:.15rem;margin-right:.4rem}
.s-pass{background:var(--good)}.s-part{background:repeating-linear-gradient(45deg,var(--good) 0 4px,var(--soft) 4px 7px)}
.s-fail{background:var(--critical)}.s-open{background:var(--medium)}.s-hand{background:var(--low)}.s-none{background:var(--line)}
.state{border-radius:1rem;padding:.05rem .6rem;display:inline-block;white-space:nowrap;border:1px solid currentColor;font-size:.88rem;
line-height:1.35}
.state.fail{background:var(--critical);border-color:var(--critical);color:var(--bg)}.state.pass{color:var(--good)}
.state.open{color:var(--medium);font-weight:600}.state.hand{color:var(--low)}.state.none{color:var(--dim)}
.controls td:nth-child(-n+3){white-space:nowrap}.controls td:first-child{font-weight:600}
.controls td:nth-child(4){min-width:15rem}.controls a{color:inherit;text-decoration:none}
.controls a:hover{text-decoration:underline}.controls td:last-child{color:var(--dim);font-size:.92rem}
.control{border-top:1px solid var(--line);padding:1rem 0}.control h3{margin:0 0 .3rem;font-size:1.05rem;line-height:1.3}
.control h3 .state,.control h3 .pill{font-weight:normal;margin-left:.4rem}
.control p{max-width:80ch}.control ul{margin:.3rem 0 .5rem;padding-left:1.2rem}.control li{overflow-wrap:anywhere}
.control dl{display:grid;grid-template-columns:9rem minmax(0,1fr);gap:.2rem .8rem;margin:.5rem 0 0}
.control dt{color:var(--dim)}.control dd{margin:0;overflow-wrap:anywhere}.control dd ul{margin:0}
.facts{margin:1rem 0}.facts th{width:7rem}
footer{margin-top:2.5rem;border-top:1px solid var(--line);padding-top:.8rem}
@media (max-width:42rem){.control dl{grid-template-columns:1fr}.controls td:nth-child(4){min-width:0}
.controls td:nth-child(3),.controls th:nth-child(3),.controls td:nth-child(5),.controls th:nth-child(5){display:none}}
@media print{details::details-content{content-visibility:visible;display:block;height:auto}.control{break-inside:avoid-page}
.control.long{break-inside:auto}h2,h3{break-after:avoid}tr{break-inside:avoid}}
"""
