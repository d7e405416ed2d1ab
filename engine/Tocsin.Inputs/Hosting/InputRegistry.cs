using Microsoft.Extensions.Logging;
using Tocsin.Inputs.Intake;

namespace Tocsin.Inputs.Hosting;

/// <summary>
/// The inputs that are open. One that cannot be opened is tried again and again: its port may become free, its certificate may come. Safe for
/// any number of threads.
/// </summary>
public sealed partial class InputRegistry : IAsyncDisposable
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(5);

    private readonly InputServices _services;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _changing = new(1, 1);
    private readonly ITimer _trying;
    private volatile Entry[] _entries = [];
    private bool _isClosed;

    public InputRegistry(InputServices services)
    {
        _services = services;
        _log = services.LoggerFactory.CreateLogger("tocsin.inputs");
        _trying = services.Time.CreateTimer(_ => _ = TryAgainAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How each is, those with problems first.</summary>
    public IReadOnlyList<InputStatus> All =>
        [.. _entries.Select(entry => entry.Read()).OrderByDescending(status => status.Problem.Length > 0).ThenByDescending(status => status.NeedsAttention)];

    /// <summary>Opens and closes what differs from before; what is as it was goes on.</summary>
    /// <returns>What could not be opened, and why.</returns>
    public async Task<IReadOnlyList<string>> AdoptAsync(InputOptions options)
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_isClosed)
                return [];
            var before = _entries.ToList();
            var now = PlannedInput.Of(options).Select(planned => Taken(before, planned) ?? new Entry(planned, NewCounts(planned))).ToArray();

            // Those that go leave their addresses to those that come.
            foreach (var entry in before)
                await CloseAsync(entry).ConfigureAwait(false);
            _entries = now;
            await OpenMissingAsync().ConfigureAwait(false);
            return [.. now.Where(entry => entry.Problem.Length > 0).Select(entry => $"{entry.Planned.Name}: {entry.Problem}")];
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Closes all; what they took reaches the tasks.</summary>
    public async ValueTask DisposeAsync()
    {
        await _trying.DisposeAsync().ConfigureAwait(false);
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            _isClosed = true;
            await Task.WhenAll(_entries.Select(CloseAsync)).ConfigureAwait(false);
            _entries = [];
        }
        finally
        {
            _changing.Release();
        }
    }

    private static Entry? Taken(List<Entry> entries, PlannedInput planned)
    {
        var found = entries.Find(entry => entry.Planned.IsSame(planned));
        if (found is not null)
            entries.Remove(found);
        return found;
    }

    private InputCounts NewCounts(PlannedInput planned) => new(planned.Name, _services.Time, _log);

    private async Task TryAgainAsync()
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!_isClosed)
                await OpenMissingAsync().ConfigureAwait(false);
        }
        finally
        {
            _changing.Release();
        }
    }

    // What is open wants no clock.
    private async Task OpenMissingAsync()
    {
        foreach (var entry in _entries.Where(entry => entry.Input is null))
            await OpenAsync(entry).ConfigureAwait(false);
        if (_entries.Any(entry => entry.Input is null))
            _trying.Change(BetweenTries, Timeout.InfiniteTimeSpan);
    }

    private async Task OpenAsync(Entry entry)
    {
        var before = entry.Problem;
        try
        {
            entry.Input = await entry.Planned.OpenAsync(_services, entry.Counts).ConfigureAwait(false);
            entry.Problem = "";
            Log.Opened(_log, entry.Planned.Name, entry.Input.Address);
        }
        catch (Exception problem)
        {
            // Whatever it is: the others are to be opened.
            entry.Problem = problem.Message;
            if (problem.Message != before)
                Log.Failed(_log, entry.Planned.Name, problem.Message);
        }
    }

    private async Task CloseAsync(Entry entry)
    {
        if (entry.Input is not { } input)
            return;
        await input.DisposeAsync().ConfigureAwait(false);
        Log.Closed(_log, entry.Planned.Name);
    }

    private sealed class Entry(PlannedInput planned, InputCounts counts)
    {
        public PlannedInput Planned => planned;

        public InputCounts Counts => counts;

        public volatile IInput? Input;

        public volatile string Problem = "";

        public InputStatus Read() => counts.Read() with { Address = Input?.Address ?? "", Problem = Problem };
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "input is open input={Input} address={Address}")]
        public static partial void Opened(ILogger logger, string input, string address);

        [LoggerMessage(Level = LogLevel.Error, Message = "input cannot be opened and is tried again input={Input} error={Error}")]
        public static partial void Failed(ILogger logger, string input, string error);

        [LoggerMessage(Level = LogLevel.Information, Message = "input is closed input={Input}")]
        public static partial void Closed(ILogger logger, string input);
    }
}
