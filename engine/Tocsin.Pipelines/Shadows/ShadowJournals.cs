using Microsoft.Extensions.Logging;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Shadows;

/// <summary>What tasks raise that have a shadow, and what their shadows do, over restarts. Safe for any thread; costs nothing to tasks without a shadow.</summary>
/// <param name="folder">Where it is kept; null keeps it in memory.</param>
public sealed class ShadowJournals(string? folder, TimeProvider time, ILogger log)
{
    private const string Extension = ".jsonl";

    private readonly Lock _gate = new();
    private volatile Dictionary<string, ShadowJournal> _journals = new(StringComparer.Ordinal);

    /// <summary>Goes on with what was noted before.</summary>
    public void Load()
    {
        if (folder is null || !Directory.Exists(folder))
            return;
        lock (_gate)
        {
            foreach (var path in Directory.GetFiles(folder, "*" + Extension))
            {
                var live = Path.GetFileNameWithoutExtension(path);
                var journal = new ShadowJournal(path);
                Try(live, journal.Load);
                if (journal.Header is not null)
                    Publish(live, journal);
            }
        }
    }

    /// <summary>What a task and its shadow raised; null when it has none.</summary>
    public ShadowRecord? Read(string live)
    {
        lock (_gate)
            return _journals.GetValueOrDefault(live)?.Read();
    }

    /// <summary>A task has begun to run: a comparison begins with the first start of a shadow, and again when one of the two gets another script.</summary>
    /// <param name="prints">What the live task and the shadow run; empty for one that does not.</param>
    /// <param name="open">Answers with the alerts that the two have open.</param>
    internal void Started(string task, (string Live, string Shadow) prints, Func<string, IEnumerable<string>> open)
    {
        var (live, isShadow) = (ShadowId.LiveOf(task), ShadowId.IsShadow(task));
        if (!isShadow && !_journals.ContainsKey(live))
            return;
        lock (_gate)
        {
            var journal = _journals.GetValueOrDefault(live) ?? new ShadowJournal(folder is null ? null : Path.Combine(folder, live + Extension));
            var before = journal.Header ?? new ShadowHeader(time.GetUtcNow(), "", "", []);
            var now = before with { Live = prints.Live.Length > 0 ? prints.Live : before.Live, Shadow = prints.Shadow.Length > 0 ? prints.Shadow : before.Shadow };
            if (now == before)
                return;
            Try(live, () => journal.Begin(now with { Since = time.GetUtcNow(), Open = [.. open(live)] }));
            Publish(live, journal);
        }
    }

    internal void Note(string task, AlertEvent alert)
    {
        if (!_journals.TryGetValue(ShadowId.LiveOf(task), out var journal))
            return;
        lock (_gate)
            Try(task, () => journal.Note(ShadowId.IsShadow(task), alert));
    }

    /// <summary>A shadow is gone, and with it what is known of it.</summary>
    internal void Remove(string live)
    {
        lock (_gate)
        {
            if (!_journals.TryGetValue(live, out var journal))
                return;
            var journals = new Dictionary<string, ShadowJournal>(_journals, StringComparer.Ordinal);
            journals.Remove(live);
            _journals = journals;
            Try(live, journal.Delete);
        }
    }

    private void Publish(string live, ShadowJournal journal) => _journals = new Dictionary<string, ShadowJournal>(_journals, StringComparer.Ordinal) { [live] = journal };

    // Alerts are worth more than what is compared.
    private void Try(string task, Action action)
    {
        try
        {
            action();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            ShadowLog.NotKept(log, task, problem.Message);
        }
    }
}
