namespace Tocsin.Pipelines.Nodes.Functions.Forecasts;

/// <summary>
/// Searches for the minimum of a function of several variables by moving a simplex downhill, without derivatives. It makes the steps of
/// InfluxDB, so that forecasts are the same: after a shrink only the two worst corners are judged anew, and a function that changes its
/// argument changes the corner.
/// </summary>
internal sealed class NelderMead
{
    private const int MostSteps = 1000;
    private const double Expansion = 2;
    private const double Contraction = 0.5;

    private readonly Func<double[], double> _function;
    private readonly double[][] _corners;
    private readonly double[] _values;
    private int _best;
    private int _worst;
    private int _secondWorst;

    private NelderMead(Func<double[], double> function, double[] start)
    {
        _function = function;
        _corners = Simplex(start);
        _values = Array.ConvertAll(_corners, corner => function(corner));
    }

    /// <summary>Ends when the values at the corners differ by less than <paramref name="precision"/> or after 1000 steps.</summary>
    /// <param name="function">May change its argument, as to move it back to where it is allowed.</param>
    /// <param name="start">Where to begin; not changed.</param>
    public static (double Value, double[] At) Minimize(Func<double[], double> function, double[] start, double precision)
    {
        var search = new NelderMead(function, start);
        for (var step = 0; step < MostSteps; step++)
        {
            search.Rank();
            search.Move();
            if (Deviation(search._values) < precision)
                break;
        }

        search.Rank();
        return (search._values[search._best], search._corners[search._best]);
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

    private void Rank()
    {
        (_best, _worst) = (0, 0);
        for (var i = 1; i < _values.Length; i++)
        {
            _worst = _values[i] > _values[_worst] ? i : _worst;
            _best = _values[i] < _values[_best] ? i : _best;
        }

        _secondWorst = _best;
        for (var i = 0; i < _values.Length; i++)
        {
            if (_values[i] > _values[_secondWorst] && _values[i] < _values[_worst])
                _secondWorst = i;
        }
    }

    private void Move()
    {
        var centre = Centre();
        var reflected = Between(centre, _corners[_worst], -1);
        var reflectedValue = _function(reflected);
        if (reflectedValue < _values[_best])
        {
            var expanded = Between(centre, reflected, Expansion);
            var expandedValue = _function(expanded);
            ReplaceWorst(expandedValue < reflectedValue ? (expanded, expandedValue) : (reflected, reflectedValue));
            return;
        }

        if (reflectedValue < _values[_secondWorst])
        {
            ReplaceWorst((reflected, reflectedValue));
            return;
        }

        var contracted = Between(centre, reflectedValue < _values[_worst] ? reflected : _corners[_worst], Contraction);
        var contractedValue = _function(contracted);
        if (contractedValue < _values[_worst])
            ReplaceWorst((contracted, contractedValue));
        else
            Shrink();
    }

    private void ReplaceWorst((double[] Corner, double Value) better) => (_corners[_worst], _values[_worst]) = better;

    private void Shrink()
    {
        for (var i = 0; i < _corners.Length; i++)
        {
            if (i != _best)
                _corners[i] = Between(_corners[_best], _corners[i], Contraction);
        }

        _values[_worst] = _function(_corners[_worst]);
        _values[_secondWorst] = _function(_corners[_secondWorst]);
    }

    /// <summary>The middle of all corners but the worst.</summary>
    private double[] Centre()
    {
        var centre = new double[_corners.Length - 1];
        for (var i = 0; i < centre.Length; i++)
        {
            for (var corner = 0; corner < _corners.Length; corner++)
                centre[i] += corner == _worst ? 0 : _corners[corner][i];
            centre[i] /= centre.Length;
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
        var mean = values.Sum() / values.Length;
        var squares = 0.0;
        foreach (var value in values)
            squares += (value - mean) * (value - mean) / (values.Length - 1);
        return Math.Sqrt(squares);
    }
}
