namespace Tocsin.Engine.Nodes.Functions.Forecasts;

/// <summary>Searches for the minimum of a function of several variables by moving a simplex downhill, without derivatives.</summary>
internal static class NelderMead
{
    private const int MostSteps = 1000;
    private const double Expansion = 2;
    private const double Contraction = 0.5;

    /// <summary>Ends when the values at the corners differ by less than <paramref name="precision"/> or after 1000 steps.</summary>
    /// <param name="function">May move its argument back to where it is allowed.</param>
    /// <param name="start">Where to begin; not changed.</param>
    public static (double Value, double[] At) Minimize(Func<double[], double> function, double[] start, double precision)
    {
        var corners = Simplex(start);
        var values = Array.ConvertAll(corners, corner => function(corner));
        for (var step = 0; step < MostSteps; step++)
        {
            // Ascending: the best corner first, the worst last.
            Array.Sort(values, corners);
            Move(function, corners, values);
            if (Deviation(values) < precision)
                break;
        }

        Array.Sort(values, corners);
        return (values[0], corners[0]);
    }

    // A regular simplex with edges of length 1 and one corner at the start.
    private static double[][] Simplex(double[] start)
    {
        var count = start.Length;
        var far = (Math.Sqrt(count + 1) - 1 + count) / (count * Math.Sqrt(2));
        var near = (Math.Sqrt(count + 1) - 1) / (count * Math.Sqrt(2));
        var corners = new double[count + 1][];
        corners[0] = (double[])start.Clone();
        for (var i = 1; i <= count; i++)
        {
            corners[i] = new double[count];
            for (var j = 0; j < count; j++)
                corners[i][j] = start[j] + (i - 1 == j ? far : near);
        }

        return corners;
    }

    private static void Move(Func<double[], double> function, double[][] corners, double[] values)
    {
        var worst = corners[^1];
        var centre = Centre(corners);
        var reflected = Between(centre, worst, -1);
        var reflectedValue = function(reflected);
        if (reflectedValue < values[0])
        {
            var expanded = Between(centre, reflected, Expansion);
            var expandedValue = function(expanded);
            Replace(corners, values, expandedValue < reflectedValue ? (expanded, expandedValue) : (reflected, reflectedValue));
            return;
        }

        if (reflectedValue < values[^2])
        {
            Replace(corners, values, (reflected, reflectedValue));
            return;
        }

        var contracted = Between(centre, reflectedValue < values[^1] ? reflected : worst, Contraction);
        var contractedValue = function(contracted);
        if (contractedValue < values[^1])
            Replace(corners, values, (contracted, contractedValue));
        else
            Shrink(function, corners, values);
    }

    private static void Replace(double[][] corners, double[] values, (double[] Corner, double Value) better)
    {
        corners[^1] = better.Corner;
        values[^1] = better.Value;
    }

    private static void Shrink(Func<double[], double> function, double[][] corners, double[] values)
    {
        for (var i = 1; i < corners.Length; i++)
        {
            corners[i] = Between(corners[0], corners[i], Contraction);
            values[i] = function(corners[i]);
        }
    }

    private static double[] Centre(double[][] corners)
    {
        var centre = new double[corners[0].Length];
        foreach (var corner in corners.AsSpan(0, corners.Length - 1))
        {
            for (var i = 0; i < centre.Length; i++)
                centre[i] += corner[i] / centre.Length;
        }

        return centre;
    }

    // From one place towards another, by a part of the way.
    private static double[] Between(double[] from, double[] to, double part)
    {
        var place = new double[from.Length];
        for (var i = 0; i < place.Length; i++)
            place[i] = from[i] + (part * (to[i] - from[i]));
        return place;
    }

    private static double Deviation(double[] values)
    {
        var mean = 0.0;
        foreach (var value in values)
            mean += value / values.Length;
        var squares = 0.0;
        foreach (var value in values)
            squares += (value - mean) * (value - mean) / (values.Length - 1);
        return Math.Sqrt(squares);
    }
}
