"""The spatial model against NUTS: the same model of four counties, sampled without approximation.

Each county is one of about 800 areas, modelled by itself. What is compared are posterior means, the
ends of 90% intervals, and the chances of being below the county's rate; beside each difference
stands that of two halves of NUTS among themselves, which is all that chance leaves of two right
answers. Run with `python -m benchmarks.nuts` where `requirements-bench.txt` is installed: sampling
takes a quarter of an hour or more.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from benchmarks.posterior import DRAWS
from geo.areas import area_table
from geo.arrays import Floats
from geo.coldspots import Nodes, load_nodes
from geo.posterior import Graph, fit, scaled_graph

COUNTIES = ("E10000012", "E10000014", "E10000016", "E10000017")
"""Essex, Hampshire, Kent and Lancashire."""
WARM_UP, KEPT, CHAINS = 700, 800, 2
"""Steps of NUTS that adapt, those that are kept, and runs, each a half."""
LEVEL = "lsoa21"
TAIL = 0.05


def of_county(code: str) -> tuple[Floats, Floats, Graph]:
    """Return the rates and cohorts of a county's units, and which of them touch."""
    nodes, pairs = load_nodes(LEVEL)
    held = area_table(LEVEL)["utla23_code"].reindex(nodes.areas).to_numpy() == code
    inside = np.zeros(len(nodes.codes), bool)
    inside[nodes.of_area[held & (nodes.of_area >= 0)]] = True
    return _part(nodes, pairs, inside)


def _part(nodes: Nodes, pairs: np.ndarray, inside: np.ndarray) -> tuple[Floats, Floats, Graph]:
    place = np.cumsum(inside) - 1
    own = place[pairs[inside[pairs].all(axis=1)]]
    return nodes.rate[inside], nodes.cohort[inside], scaled_graph(int(inside.sum()), own)


def sampled(rate: Floats, cohort: Floats, graph: Graph, seed: int) -> Floats:
    """Draw true rates by NUTS: shape (draws, units).

    The structured effect is written in the eigenvectors of its precision, so that its sum over each
    joined part is 0 exactly, as in the model.
    """
    import jax
    import numpyro
    from jax import numpy as jnp
    from numpyro import distributions as dist
    from numpyro.infer import MCMC, NUTS, init_to_value

    numpyro.enable_x64()
    values, vectors = np.linalg.eigh(graph.precision.toarray())
    proper = values > 1e-9
    root = jnp.asarray(vectors[:, proper] / np.sqrt(values[proper]))
    went, stayed = jnp.asarray(rate * cohort), jnp.asarray((1 - rate) * cohort)

    def model() -> None:
        beta = numpyro.sample("beta", dist.Normal(0, 10))
        sigma = numpyro.sample("sigma", dist.HalfNormal(1))
        phi = numpyro.sample("phi", dist.Beta(0.5, 0.5))
        shared = root @ numpyro.sample("shared", dist.Normal(0, 1).expand([int(proper.sum())]))
        own = numpyro.sample("own", dist.Normal(0, 1).expand([len(rate)]))
        level = beta + sigma * (jnp.sqrt(phi) * shared + jnp.sqrt(1 - phi) * own)
        numpyro.factor(
            "counted",
            (went * jax.nn.log_sigmoid(level) + stayed * jax.nn.log_sigmoid(-level)).sum(),
        )
        numpyro.deterministic("rate", jax.nn.sigmoid(level))

    # Where phi nears 1 a long step goes astray: steps are short, and begin at middling values.
    begin = init_to_value(values={"beta": -0.4, "sigma": 0.6, "phi": 0.9})
    steps = NUTS(model, target_accept_prob=0.95, init_strategy=begin)
    made = MCMC(steps, num_warmup=WARM_UP, num_samples=KEPT, progress_bar=False)
    made.run(jax.random.PRNGKey(seed))
    found = made.get_samples()
    diverged = int(made.get_extra_fields()["diverging"].sum())
    print(
        f"  NUTS {seed}: sigma {float(found['sigma'].mean()):.3f}, phi "
        f"{float(found['phi'].mean()):.3f}, {diverged} divergent",
        flush=True,
    )
    return np.asarray(found["rate"])


def apart(one: Floats, other: Floats, national: float) -> dict[str, float]:
    """Return the largest differences of means, interval ends and chances of being below a rate."""
    ends = [np.quantile(draws, [TAIL, 1 - TAIL], axis=0) for draws in (one, other)]
    below = [(draws < national).mean(axis=0) for draws in (one, other)]
    return {
        "means": float(np.abs(one.mean(axis=0) - other.mean(axis=0)).max()),
        "ends": float(np.abs(ends[0] - ends[1]).max()),
        "chances": float(np.abs(below[0] - below[1]).max()),
    }


def main(counties: tuple[str, ...] = COUNTIES) -> None:
    """Print the differences of each county as a table in Markdown."""
    lines = []
    for code in counties:
        rate, cohort, graph = of_county(code)
        whole = float(np.average(rate, weights=cohort))
        name = area_table("utla23")["area_name"][code]
        print(f"{name}, {len(rate):,} units", flush=True)
        began = time.perf_counter()
        model = fit(rate, cohort, graph)
        draws = np.concatenate([rates for rates, _ in model.draws(5 * DRAWS, 1)])
        took = time.perf_counter() - began
        print(f"  model: sigma {model.sigma:.3f}, phi {model.phi:.3f}, {took:.0f} s", flush=True)
        began = time.perf_counter()
        halves = [sampled(rate, cohort, graph, seed) for seed in range(CHAINS)]
        sampling = time.perf_counter() - began
        ours = apart(draws, np.concatenate(halves), whole)
        theirs = apart(halves[0], halves[1], whole)
        cells = [
            f"{ours[part] * scale:.{digits}f} ({theirs[part] * scale:.{digits}f})"
            for part, scale, digits in (("means", 100, 2), ("ends", 100, 2), ("chances", 1, 3))
        ]
        lines.append(
            f"| {name}, {len(rate):,} | {' | '.join(cells)} | {took:.0f} s | {sampling:.0f} s |"
        )
        print(lines[-1], flush=True)
    print("\n| county, units | means, points | interval ends, points | chances | model | NUTS |")
    print("|---|---|---|---|---|---|")
    print("\n".join(lines))


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or COUNTIES)
