namespace ScaleMs.Actors.Examples.Argon;

/// <summary>Least squares.</summary>
internal static class Fits
{
    public static double Slope(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double meanX = 0, meanY = 0;
        for (var i = 0; i < x.Length; i++)
        {
            meanX += x[i] / x.Length;
            meanY += y[i] / x.Length;
        }

        double covariance = 0, variance = 0;
        for (var i = 0; i < x.Length; i++)
        {
            covariance += (x[i] - meanX) * (y[i] - meanY);
            variance += (x[i] - meanX) * (x[i] - meanX);
        }

        return covariance / variance;
    }

    /// <summary>
    /// The vertex of the least-squares parabola through an odd number of points at -n … n: its offset from the middle point, and its height.
    /// </summary>
    public static (double Offset, double Height) ParabolaTop(ReadOnlySpan<double> points)
    {
        // On points symmetric about zero the odd and the even coefficients separate.
        var half = points.Length / 2;
        double sum = 0, moment = 0, second = 0, squares = 0, fourths = 0;
        for (var i = -half; i <= half; i++)
        {
            var value = points[i + half];
            double square = i * i;
            sum += value;
            moment += i * value;
            second += square * value;
            squares += square;
            fourths += square * square;
        }

        var linear = moment / squares;
        var quadratic = (second - (sum * squares / points.Length)) / (fourths - (squares * squares / points.Length));
        var constant = (sum - (quadratic * squares)) / points.Length;
        return (-linear / (2 * quadratic), constant - (linear * linear / (4 * quadratic)));
    }
}
