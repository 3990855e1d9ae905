"""No-op calls a second through mpi4py.futures; the number of calls is the only argument."""

import operator
import sys
import time

from mpi4py.futures import MPIPoolExecutor

if __name__ == "__main__":
    count = int(sys.argv[1])
    with MPIPoolExecutor() as executor:
        list(executor.map(operator.truth, range(200)))
        start = time.perf_counter()
        for future in [executor.submit(operator.truth, n) for n in range(count)]:
            future.result()
        print(count / (time.perf_counter() - start))
