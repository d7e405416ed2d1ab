using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Inputs.Scraping;

/// <summary>
/// Makes points of samples: the metric is the measurement and the tag <c>__name__</c>, labels are tags, the field is <c>value</c>. A label that
/// the target has too is called <c>exported_</c>. For one thread.
/// </summary>
internal sealed class ScrapedPoints
{
    private const string Instance = "instance";
    private const string Job = "job";

    private readonly Dictionary<string, string> _target;

    private readonly string _job;

    /// <param name="instance">The target.</param>
    /// <param name="labels">Tags of all its points.</param>
    /// <param name="job">The tag <c>job</c>; empty for none.</param>
    public ScrapedPoints(string instance, IReadOnlyDictionary<string, string> labels, string job)
    {
        _target = new Dictionary<string, string>(labels, StringComparer.Ordinal) { [Instance] = instance };
        _job = job;
    }

    /// <summary>What was written since <see cref="Clear"/>.</summary>
    public LineProtocolWriter Lines { get; private set; } = new();

    /// <summary>Begins anew: a target that is asked once a minute holds nothing meanwhile.</summary>
    public void Clear() => Lines = new LineProtocolWriter();

    /// <summary>Adds a sample; what is not a number is left out.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="now">The time of samples without one, in milliseconds.</param>
    public void Write(ScrapedSample sample, long now)
    {
        Lines.Begin(sample.Name);
        Lines.Tag("__name__", sample.Name);
        foreach (var (label, value) in sample.Labels)
            Lines.Tag(label == Job || _target.ContainsKey(label) ? $"exported_{label}" : label, value);
        foreach (var (label, value) in _target)
        {
            if (label != Job)
                Lines.Tag(label, value);
        }

        if (_job.Length > 0)
            Lines.Tag(Job, _job);
        Lines.Field("value", sample.Value);
        Lines.End(sample.Milliseconds ?? now);
    }

    /// <summary>Adds what Prometheus notes of each time that it asks a target.</summary>
    public void WriteOutcome(bool isUp, TimeSpan duration, int samples, long now)
    {
        Write(new ScrapedSample("up", [], isUp ? 1 : 0, null), now);
        Write(new ScrapedSample("scrape_duration_seconds", [], duration.TotalSeconds, null), now);
        Write(new ScrapedSample("scrape_samples_scraped", [], samples, null), now);
        Write(new ScrapedSample("scrape_samples_post_metric_relabeling", [], samples, null), now);
    }
}
