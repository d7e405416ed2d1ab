using Microsoft.Extensions.Logging;
using Tocsin.Engine.Plugins;
using Tocsin.Pipelines.Functions.Processes;

namespace Tocsin.Engine.Processes;

/// <summary>
/// Keeps in force the functions of other processes that the configuration names. Each is asked what options it has; those that do not answer
/// are asked again after growing pauses, and tasks that miss them start when they do.
/// </summary>
/// <param name="extensions">What changes with the functions; this has yet to be added to it.</param>
public sealed partial class ProcessFunctions(ExtensionRegistry extensions, UdfOptions options, TimeProvider time, ILogger log) : IExtensionWatch
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _changing = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<string, ProcessFunction> _functions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _errors = new(StringComparer.Ordinal);
    private volatile UdfOptions _options = options;
    private Task _asking = Task.CompletedTask;

    /// <summary>What is wrong with those that do not answer.</summary>
    public IReadOnlyDictionary<string, string> Errors
    {
        get
        {
            lock (_errors)
                return new Dictionary<string, string>(_errors);
        }
    }

    /// <inheritdoc/>
    public Extensions AddTo(Extensions current)
    {
        var change = AskAsync(_options, [.. _options.Functions.Keys]).GetAwaiter().GetResult();
        return current.WithProcesses(change.Gone, change.Made, Errors);
    }

    /// <inheritdoc/>
    public void Watch() => _asking = AskAgainAsync();

    /// <inheritdoc/>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _asking.ConfigureAwait(false);
        await _changing.WaitAsync().ConfigureAwait(false);
        _changing.Release();
    }

    /// <summary>Takes another configuration: asks those that differ, and all that did not answer.</summary>
    public async Task AdoptAsync(UdfOptions options)
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            var before = _options;
            _options = options;
            string[] differing =
            [
                .. before.Functions.Keys.Union(options.Functions.Keys).Where(name =>
                    !_functions.ContainsKey(name) || !options.Functions.TryGetValue(name, out var now) || !now.IsSame(_functions[name].Options)),
            ];
            if (differing.Length > 0)
                await ChangeAsync(differing).ConfigureAwait(false);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Cancel();
        _changing.Dispose();
    }

    private async Task AskAgainAsync()
    {
        var pause = FirstPause;
        try
        {
            while (true)
            {
                await Task.Delay(pause, time, _stopping.Token).ConfigureAwait(false);
                var missing = Errors.Keys.ToArray();
                pause = missing.Length == 0 || pause * 2 > LongestPause ? LongestPause : pause * 2;
                if (missing.Length == 0)
                    continue;
                await _changing.WaitAsync(_stopping.Token).ConfigureAwait(false);
                try
                {
                    await ChangeAsync(missing).ConfigureAwait(false);
                }
                finally
                {
                    _changing.Release();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
        catch (Exception problem)
        {
            // Nobody waits for this: what it does not log is lost.
            Log.Failed(log, problem);
        }
    }

    private async Task ChangeAsync(IReadOnlyCollection<string> names)
    {
        var before = Errors;
        var (gone, made) = await AskAsync(_options, names).ConfigureAwait(false);
        if (gone.Count + made.Count == 0 && Errors.SequenceEqual(before))
            return;
        await extensions.ChangeAsync(current => current.WithProcesses(gone, made, Errors)).ConfigureAwait(false);
        if (gone.Count + made.Count > 0)
            Log.Changed(log, string.Join(", ", made.Concat(gone).Select(function => function.ShortForm).Distinct()));
    }

    private async Task<(IReadOnlyList<ProcessFunction> Gone, IReadOnlyList<ProcessFunction> Made)> AskAsync(UdfOptions from, IReadOnlyCollection<string> names)
    {
        var gone = new List<ProcessFunction>();
        var made = new List<ProcessFunction>();
        var answers = await Task.WhenAll(names.Select(name => AskAsync(name, from.Functions.GetValueOrDefault(name)))).ConfigureAwait(false);
        foreach (var (name, function, error) in answers)
        {
            Note(name, error);
            var before = _functions.GetValueOrDefault(name);
            if (before is not null && function is not null && before.IsSame(function))
                continue;
            if (before is not null && _functions.Remove(name))
                gone.Add(before);
            if (function is null)
                continue;
            _functions[name] = function;
            made.Add(function);
        }

        return (gone, made);
    }

    private async Task<(string Name, ProcessFunction? Function, string? Error)> AskAsync(string name, ProcessFunctionOptions? how)
    {
        if (how is null)
            return (name, null, null);
        try
        {
            return (name, await ProcessFunction.AskAsync(name, how, time, _stopping.Token).ConfigureAwait(false), null);
        }
        catch (Exception e) when (e is ProcessFunctionException or OperationCanceledException)
        {
            return (name, null, e.Message);
        }
    }

    private void Note(string name, string? error)
    {
        lock (_errors)
        {
            if (error is null)
            {
                _errors.Remove(name);
                return;
            }

            if (_errors.GetValueOrDefault(name) != error)
                Log.NoAnswer(log, error);
            _errors[name] = error;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Error}; it is asked again, and tasks that use it start when it answers")]
        public static partial void NoAnswer(ILogger logger, string error);

        [LoggerMessage(Level = LogLevel.Information, Message = "functions of other processes have changed, tasks that use them were restarted functions={Functions}")]
        public static partial void Changed(ILogger logger, string functions);

        [LoggerMessage(Level = LogLevel.Error, Message = "functions of other processes that do not answer are not asked again")]
        public static partial void Failed(ILogger logger, Exception problem);
    }
}
