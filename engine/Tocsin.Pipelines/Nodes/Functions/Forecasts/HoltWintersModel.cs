namespace Tocsin.Pipelines.Nodes.Functions.Forecasts;

/// <summary>
/// Level, damped trend and factors of a season that describe a series of numbers. Fitted by searching for the parameters whose one-step
/// predictions miss the numbers least.
/// </summary>
internal sealed class HoltWintersModel
{
    // Places of the parameters; the factors of the season follow the trend.
    private const int Alpha = 0;
    private const int Beta = 1;
    private const int Gamma = 2;
    private const int Phi = 3;
    private const int Level = 4;
    private const int Trend = 5;
    private const int Season = 6;

    private const double Precision = 1e-4;

    // Of the first number and of the first step: where level and trend begin when there is no season to take them from.
    private const double FirstGuess = 0.5;

    // Where the search begins: it may end in a local minimum, so it begins at every combination.
    private static readonly double[] Guesses = [0.3, 0.7];

    private readonly double[] _values;
    private readonly int _season;
    private double[] _parameters = [];

    private HoltWintersModel(double[] values, int season)
    {
        _values = values;
        _season = season;
    }

    /// <summary>Finds the model of some numbers.</summary>
    /// <param name="values">At least two, and at least one season; NaN where one is missing.</param>
    /// <param name="season">Numbers of one season; 0 for none.</param>
    public static HoltWintersModel Fit(double[] values, int season)
    {
        var model = new HoltWintersModel(values, season);
        model.FindParameters();
        return model;
    }

    /// <summary>The predictions for the numbers there are, the first being that number itself, and for more to come.</summary>
    public double[] Predict(int more) => Predict(more, _parameters);

    private void FindParameters()
    {
        var start = StartingPoint();
        var least = double.PositiveInfinity;
        foreach (var alpha in Guesses)
        {
            foreach (var beta in Guesses)
            {
                foreach (var gamma in Guesses)
                {
                    foreach (var phi in Guesses)
                    {
                        (start[Alpha], start[Beta], start[Gamma], start[Phi]) = (alpha, beta, gamma, phi);
                        var (error, parameters) = NelderMead.Minimize(SquaredError, start, Precision);
                        if (error >= least && _parameters.Length > 0)
                            continue;
                        least = error;
                        _parameters = parameters;
                    }
                }
            }
        }
    }

    private double[] StartingPoint()
    {
        var start = new double[Season + _season];
        start[Level] = _season == 0 ? FirstGuess * _values[0] : FirstSeasonMean();
        start[Trend] = _season == 0 ? FirstGuess * OrZero(_values[1] - _values[0]) : FirstSeasonTrend();
        for (var i = 0; i < _season; i++)
            start[Season + i] = double.IsNaN(_values[i]) ? 1.0 / _season : _values[i] / start[Level];
        return start;
    }

    private double FirstSeasonMean()
    {
        var mean = 0.0;
        for (var i = 0; i < _season; i++)
            mean += OrZero(_values[i]) / _season;
        return mean;
    }

    private double FirstSeasonTrend()
    {
        var trend = 0.0;
        for (var i = 0; i < _season && i + _season < _values.Length; i++)
            trend += OrZero(_values[i + _season] - _values[i]) / ((double)_season * _season);
        return trend;
    }

    private double SquaredError(double[] parameters)
    {
        var predicted = Predict(0, parameters);
        var sum = 0.0;
        for (var i = 0; i < predicted.Length; i++)
        {
            if (double.IsNaN(_values[i]))
                continue;
            if (double.IsNaN(predicted[i]))
                return double.PositiveInfinity;
            var error = predicted[i] - _values[i];
            sum += error * error;
        }

        return sum;
    }

    // Each step takes the last prediction for the number that came: the fit is judged by how far it gets alone. The factors that a step
    // takes and gives are those InfluxDB takes, two places further each time, and they stay with the parameters: a search that goes on
    // from them ends where InfluxDB's does.
    private double[] Predict(int more, double[] parameters)
    {
        for (var i = Alpha; i <= Phi; i++)
            parameters[i] = Math.Clamp(parameters[i], 0, 1);

        var (alpha, beta, gamma, phi) = (parameters[Alpha], parameters[Beta], parameters[Gamma], parameters[Phi]);
        var (level, trend) = (parameters[Level], parameters[Trend]);
        var factors = parameters.AsSpan(Season);
        var damping = phi;
        var predicted = new double[_values.Length + more];
        predicted[0] = _values[0];
        for (var t = 1; t < predicted.Length; t++)
        {
            var last = predicted[t - 1];
            var place = 2 * (t - 1);
            var lastFactor = _season == 0 ? 1 : factors[place % _season];
            var nextFactor = _season == 0 ? 1 : factors[(place + (t % _season)) % _season];
            var (levelBefore, expected) = (level, level + (phi * trend));
            level = (alpha * (last / lastFactor)) + ((1 - alpha) * expected);
            trend = (beta * (level - levelBefore)) + ((1 - beta) * phi * trend);
            predicted[t] = (level + (damping * trend)) * nextFactor;
            damping += Math.Pow(phi, t);
            if (_season > 0)
                factors[place % _season] = (gamma * (last / expected)) + ((1 - gamma) * lastFactor);
        }

        return predicted;
    }

    private static double OrZero(double value) => double.IsNaN(value) ? 0 : value;
}
