using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ScaleMs.Actors.Examples.Argon;

/// <summary>
/// The forces: nine tenths of the run time. Four pairs at a time in 256-bit registers, whose width is fixed (unlike
/// <c>Vector&lt;T&gt;</c>) and whose products are not fused, so that every processor adds in the same order to the same digits.
/// </summary>
internal static class PairForces
{
    public static PairSums Compute(Atoms atoms, NeighbourList list)
    {
        Array.Clear(atoms.Forces);
        ref var positions = ref MemoryMarshal.GetArrayDataReference(atoms.Positions);
        ref var forces = ref MemoryMarshal.GetArrayDataReference(atoms.Forces);
        ref var neighbours = ref MemoryMarshal.GetReference(list.Neighbours);
        var box = atoms.Box;
        var cutoff = Vector256.Create(LennardJones.Cutoff * LennardJones.Cutoff);
        var one = Vector256.Create(1.0);
        var energy = Vector256<double>.Zero;
        var virial = Vector256<double>.Zero;
        var pairs = Vector256<double>.Zero;
        var entry = 0;
        for (var row = 0; row < list.Rows; row++)
        {
            var atom = list.RowAtoms[row];
            var position = atoms.Positions[atom];
            var x = Vector256.Create(position[0]);
            var y = Vector256.Create(position[1]);
            var z = Vector256.Create(position[2]);
            var forceX = Vector256<double>.Zero;
            var forceY = Vector256<double>.Zero;
            var forceZ = Vector256<double>.Zero;
            for (var end = list.RowEnds[row]; entry < end; entry += 4)
            {
                // Within bounds: rows contain indices of atoms or of the dummy, in multiples of four.
                var first = Unsafe.Add(ref neighbours, entry);
                var second = Unsafe.Add(ref neighbours, entry + 1);
                var third = Unsafe.Add(ref neighbours, entry + 2);
                var fourth = Unsafe.Add(ref neighbours, entry + 3);
                var (dx, dy, dz, _) = Transposed(
                    Unsafe.Add(ref positions, first),
                    Unsafe.Add(ref positions, second),
                    Unsafe.Add(ref positions, third),
                    Unsafe.Add(ref positions, fourth));
                dx = box.Nearest(x - dx);
                dy = box.Nearest(y - dy);
                dz = box.Nearest(z - dz);
                var square = (dx * dx) + (dy * dy) + (dz * dz);
                var within = Vector256.LessThan(square, cutoff);

                var inverse = one / square;
                var sixth = inverse * inverse * inverse;
                var force = ((48 * sixth) - Vector256.Create(24.0)) * sixth * inverse & within;
                energy += 4 * sixth * (sixth - one) & within;
                virial += force * square & within;
                pairs += one & within;

                dx = force * dx & within;
                dy = force * dy & within;
                dz = force * dz & within;
                forceX += dx;
                forceY += dy;
                forceZ += dz;
                var (onFirst, onSecond, onThird, onFourth) = Transposed(dx, dy, dz, Vector256<double>.Zero);
                Unsafe.Add(ref forces, first) -= onFirst;
                Unsafe.Add(ref forces, second) -= onSecond;
                Unsafe.Add(ref forces, third) -= onThird;
                Unsafe.Add(ref forces, fourth) -= onFourth;
            }

            var (a, b, c, d) = Transposed(forceX, forceY, forceZ, Vector256<double>.Zero);
            Unsafe.Add(ref forces, atom) += a + b + (c + d);
        }

        return new PairSums(Vector256.Sum(energy), Vector256.Sum(virial), Vector256.Sum(pairs));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double> A, Vector256<double> B, Vector256<double> C, Vector256<double> D) Transposed(
        Vector256<double> a, Vector256<double> b, Vector256<double> c, Vector256<double> d)
    {
        if (!Avx.IsSupported)
        {
            return (
                Vector256.Create(a[0], b[0], c[0], d[0]),
                Vector256.Create(a[1], b[1], c[1], d[1]),
                Vector256.Create(a[2], b[2], c[2], d[2]),
                Vector256.Create(a[3], b[3], c[3], d[3]));
        }

        var lowAB = Avx.UnpackLow(a, b);
        var highAB = Avx.UnpackHigh(a, b);
        var lowCD = Avx.UnpackLow(c, d);
        var highCD = Avx.UnpackHigh(c, d);
        return (
            Avx.Permute2x128(lowAB, lowCD, 0x20),
            Avx.Permute2x128(highAB, highCD, 0x20),
            Avx.Permute2x128(lowAB, lowCD, 0x31),
            Avx.Permute2x128(highAB, highCD, 0x31));
    }
}
