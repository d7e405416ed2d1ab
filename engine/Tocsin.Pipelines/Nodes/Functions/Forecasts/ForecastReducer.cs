using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.Functions.Sets;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Functions.Forecasts;

/// <summary>Lays the values out one per interval, fits a model to them and reads the forecast from it.</summary>
internal sealed class ForecastReducer(int horizon, int season, long interval, bool includesFit) : SetReducer
{
    private const long MostIntervals = 1_000_000;

    private readonly List<(long Time, double Value)> _points = [];

    public override bool HasOwnTimes => true;

    public override FieldType ResultType => FieldType.Float;

    private bool IsSeasonal => season >= 2;

    public override void Add(Point point, int slot) => _points.Add((point.Time, IsFloat ? point.Float(slot) : point.Integer(slot)));

    public override IReadOnlyList<Sample> Results()
    {
        if (_points.Count < 2 || (IsSeasonal && _points.Count < season) || horizon <= 0)
            return [];

        var values = ValuesByInterval();
        if (values.Count < 2 || (IsSeasonal && values.Count < season))
            return [];

        var model = HoltWintersModel.Fit([.. values], IsSeasonal ? season : 0);
        var predicted = model.Predict(horizon);
        return includesFit
            ? Samples(predicted, 0, _points[0].Time)
            : Samples(predicted, values.Count, _points[^1].Time + interval);
    }

    protected override void SaveValues(StateWriter writer)
    {
        writer.WriteCount(_points.Count);
        foreach (var (time, value) in _points)
        {
            writer.WriteTime(time);
            writer.Write(value);
        }
    }

    protected override void LoadValues(StateReader reader)
    {
        for (var left = reader.ReadCount(); left > 0; left--)
            _points.Add((reader.ReadTime(), reader.ReadFloat()));
    }

    protected override void Clear() => _points.Clear();

    // One value per interval from the first point on, NaN where there is none. Of several in one interval the first counts.
    private List<double> ValuesByInterval()
    {
        var values = new List<double> { _points[0].Value };
        var first = IntervalOf(_points[0].Time);
        foreach (var (time, value) in _points)
        {
            var index = IntervalOf(time) - first;
            if (index < values.Count)
                continue;
            if (index >= MostIntervals)
                throw new InvalidOperationException($"the points span {index} intervals, at most {MostIntervals} can be fitted: use a longer interval");
            while (values.Count < index)
                values.Add(double.NaN);
            values.Add(value);
        }

        return values;
    }

    private long IntervalOf(long time) => (time / interval) + (time % interval > interval / 2 ? 1 : 0);

    private List<Sample> Samples(double[] predicted, int from, long start)
    {
        var samples = new List<Sample>();
        for (var i = from; i < predicted.Length; i++)
        {
            if (!double.IsNaN(predicted[i]))
                samples.Add(new Sample(BitConverter.DoubleToInt64Bits(predicted[i]), null, start + (interval * (i - from)), i, null, 0));
        }

        return samples;
    }
}
