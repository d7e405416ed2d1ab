using Tocsin.Pipelines.Processing.States;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>The last levels of a group, and whether they change so often that the alert flaps.</summary>
internal sealed class LevelHistory(int length, FlapThresholds thresholds)
{
    private const double FirstWeight = 0.8;

    // Not 0.4: the difference in binary decides on which side of a threshold some ratios fall.
    private const double WeightRange = 1.2 - FirstWeight;

    private readonly AlertLevel[] _levels = new AlertLevel[Math.Max(2, length)];
    private int _newest;

    /// <summary>True while the alert flaps.</summary>
    public bool IsFlapping { get; private set; }

    /// <summary>Adds a level and judges.</summary>
    public void Push(AlertLevel level)
    {
        _newest = (_newest + 1) % _levels.Length;
        _levels[_newest] = level;
        var ratio = ChangeRatio();
        if (!IsFlapping && ratio > thresholds.High)
            IsFlapping = true;
        else if (IsFlapping && ratio < thresholds.Low)
            IsFlapping = false;
    }

    public void Save(StateWriter writer)
    {
        writer.WriteCount(_newest);
        writer.Write(IsFlapping);
        foreach (var level in _levels)
            writer.Write((byte)level);
    }

    public void Load(StateReader reader)
    {
        _newest = reader.ReadIndex(_levels.Length);
        IsFlapping = reader.ReadBoolean();
        for (var i = 0; i < _levels.Length; i++)
            _levels[i] = AlertState.ReadLevel(reader);
    }

    /// <summary>
    /// The weighted share of changes. The weights grow along the ring from the newest position on, so that the pair of the newest and the
    /// one before weighs least and the oldest meets the newest: scripts' thresholds were tuned to exactly this.
    /// </summary>
    private double ChangeRatio()
    {
        var pairs = _levels.Length - 1;
        var weight = FirstWeight;
        var sum = 0.0;
        for (var i = 0; i < pairs; i++)
        {
            var current = (_newest + i) % _levels.Length;
            var previous = (current + _levels.Length - 1) % _levels.Length;
            if (_levels[current] != _levels[previous])
                sum += weight;
            weight += WeightRange / pairs;
        }

        return sum / pairs;
    }
}
