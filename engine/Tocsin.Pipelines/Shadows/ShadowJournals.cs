using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Shadows;

/// <summary>
/// What tasks raise that have a shadow, and what their shadows do, over restarts. Files are written by one writer apart from the tasks, so a slow disk delays
/// no alert; what waits for it is what is in memory anyway, which is bounded. Safe for any thread; costs nothing to tasks without a shadow.
/// </summary>
/// <param name="folder">Where it is kept; null keeps it in memory.</param>
public sealed class ShadowJournals(string? folder, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private const string Extension = ".jsonl";

    private readonly Lock _gate = new();
    private readonly HashSet<ShadowJournal> _due = [];
    private readonly List<string> _gone = [];
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private Task? _writing;
    private volatile Dictionary<string, ShadowJournal> _journals = new(StringComparer.Ordinal);

    /// <summary>Writes lines to a file.</summary>
    internal Func<ShadowLines, Task> Write { get; init; } = ShadowLines.WriteAsync;

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
                try
                {
                    journal.Load();
                }
                catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
                {
                    ShadowLog.NotKept(log, path, problem.Message);
                }

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
            journal.Begin(now with { Since = time.GetUtcNow(), Open = [.. open(live)] });
            Publish(live, journal);
            Wake(journal);
        }
    }

    internal void Note(string task, AlertEvent alert)
    {
        var live = ShadowId.LiveOf(task);
        if (!_journals.ContainsKey(live))
            return;
        lock (_gate)
        {
            if (_journals.TryGetValue(live, out var journal) && journal.Note(ShadowId.IsShadow(task), alert))
                Wake(journal);
        }
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
            _due.Remove(journal);
            if (journal.Path is not null)
                _gone.Add(journal.Path);
            Wake();
        }
    }

    /// <summary>Writes what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        _wake.Writer.TryComplete();
        if (_writing is { } writing)
            await writing.ConfigureAwait(false);
    }

    private void Publish(string live, ShadowJournal journal) => _journals = new Dictionary<string, ShadowJournal>(_journals, StringComparer.Ordinal) { [live] = journal };

    private void Wake(ShadowJournal journal)
    {
        _due.Add(journal);
        Wake();
    }

    private void Wake()
    {
        if (folder is null)
            return;
        _writing ??= Task.Run(WriteAsync);
        _wake.Writer.TryWrite(true);
    }

    private async Task WriteAsync()
    {
        await foreach (var _ in _wake.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            string[] gone;
            (ShadowJournal Journal, ShadowLines? Lines)[] due;
            lock (_gate)
            {
                (gone, due) = ([.. _gone], [.. _due.Select(journal => (journal, journal.Take()))]);
                _gone.Clear();
                _due.Clear();
            }

            // A shadow that is defined anew has the file of the one before.
            foreach (var path in gone)
            {
                await TryAsync(path, () =>
                {
                    File.Delete(path);
                    return Task.CompletedTask;
                }).ConfigureAwait(false);
            }

            foreach (var (journal, lines) in due)
            {
                if (lines is null || await TryAsync(lines.Path, () => Write(lines)).ConfigureAwait(false))
                    continue;
                lock (_gate)
                    journal.Untake();
            }
        }
    }

    // Alerts are worth more than what is compared.
    private async Task<bool> TryAsync(string path, Func<Task> action)
    {
        try
        {
            await action().ConfigureAwait(false);
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            ShadowLog.NotKept(log, path, problem.Message);
            return false;
        }
    }
}
