using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Tocsin.Alerting.Foreign;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage;

namespace Tocsin.Alerting.Crashes;

/// <summary>
/// Keeps foreign code that ends the process from ending it again and again: notes what is under way, and, at the start after a second
/// death, leaves alone what was under way at both until it is resumed or replaced. What was under way at one death is tried one at a time,
/// so that a second one tells which it is. Safe for any thread.
/// </summary>
public sealed class CrashGuard : IDisposable
{
    /// <summary>Notes nothing and suspends nothing.</summary>
    public static readonly CrashGuard None = new();

    /// <summary>So long one that is tried alone keeps the others waiting; what kills the process rarely takes longer.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(5);

    private const string UnknownEnd =
        " without a message: it was killed from outside, for example for lack of memory, or its code called Environment.FailFast or recursed without end, which its standard error shows";

    private readonly Lock _gate = new();
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly UnderWayFile? _file;
    private readonly string _recordPath = "";
    private readonly List<string> _notes = [];
    private readonly Dictionary<string, Suspension> _suspended = new(StringComparer.Ordinal);
    private readonly HashSet<(string What, string Event)> _suspects = [];
    private readonly ConcurrentDictionary<string, bool> _called = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly PosixSignalRegistration[] _signals = [];
    private CrashRecord _record = new();
    private volatile bool _isOver;

    private CrashGuard()
    {
    }

    private CrashGuard(string folder, IEnumerable<string> suspended, TimeProvider time)
    {
        _time = time;
        _recordPath = Path.Combine(folder, "crashes.json");
        try
        {
            PrivateFile.CreateFolder(folder);
            _file = UnderWayFile.Open(Path.Combine(folder, "under-way"), out var end);
            Judge(end);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another server has the folder, or it cannot be written: whoever opens the store says so.
            _notes.Add($"what is under way cannot be noted in {folder}, so that a handler that ends the process is not suspended at the next start: {e.Message}");
        }

        foreach (var target in suspended)
        {
            var what = Mark.NameOfHandler(HandlerTarget.Parse(target));
            _suspended[what] = new Suspension(what, null, $"suspended with --suspend: 'tocsin deliveries resume {target}' lets it go on");
        }

        AppDomain.CurrentDomain.UnhandledException += NoteException;
        AppDomain.CurrentDomain.ProcessExit += NoteExit;
        _signals = [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT }.Select(signal => PosixSignalRegistration.Create(signal, _ => End()))];
    }

    /// <summary>What the operator should know of the start, a sentence each.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>What foreign code is under way, each once; what began last when none is.</summary>
    public IReadOnlyList<string> UnderWayNow => _file?.Now ?? [];

    /// <summary>True when something was left alone at the start.</summary>
    public bool HasSuspended => _suspended.Count > 0;

    /// <summary>Reads what became of the process before.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="suspended">Targets of handlers that somebody wants to be left alone.</param>
    public static CrashGuard Open(string folder, IEnumerable<string> suspended, TimeProvider time) => new(folder, suspended, time);

    /// <summary>From now on the end of the process is what somebody wanted.</summary>
    public void Dispose()
    {
        End();
        AppDomain.CurrentDomain.UnhandledException -= NoteException;
        AppDomain.CurrentDomain.ProcessExit -= NoteExit;
        foreach (var signal in _signals)
            signal.Dispose();
    }

    /// <summary>Notes that foreign code is loaded.</summary>
    public UnderWay BeginLoading(ForeignCode code) => Begin(new Mark(code.Name, "", code));

    /// <summary>The same for code that brings its own name and version.</summary>
    public IDisposable Loading(ForeignCode code) => BeginLoading(code);

    /// <summary>Notes that a handler is made of foreign code.</summary>
    internal UnderWay BeginMaking(HandlerTarget target, ForeignCode? code) => code is null ? default : Begin(new Mark(Mark.NameOfHandler(target), "", code));

    /// <summary>Notes that a handler of foreign code gets an event, after those that have to be tried alone.</summary>
    /// <param name="stop">Ends the waiting for a turn.</param>
    internal ValueTask<UnderWay> BeginAttemptAsync(HandlerTarget target, string key, ForeignCode? code, CancellationToken stop)
    {
        if (code is null || _file is null)
            return default;
        var mark = new Mark(Mark.NameOfHandler(target), key, code);
        lock (_gate)
        {
            if (!_suspects.Remove((mark.What, key)))
                return ValueTask.FromResult(Begin(mark));
        }

        return BeginAloneAsync(mark, stop);
    }

    /// <summary>
    /// Notes that a source or functions of foreign code are called. The first call of a run is always the same one: code that ends the
    /// process whatever it gets is known by that.
    /// </summary>
    /// <param name="key">The same for the same call with the same data, in another run too.</param>
    public UnderWay BeginCall(ForeignCode code, string key) => Begin(new Mark(code.Name, _called.TryAdd(code.Name, true) ? Mark.FirstCall : key, code));

    /// <summary>Why a handler is left alone; null when it is not, or not any more since another version of its code is there.</summary>
    internal string? WhySuspended(HandlerTarget target, ForeignCode? code) =>
        Why(Mark.NameOfHandler(target), code) ?? (code is null ? null : Why(code.Name, code));

    /// <summary>Why foreign code is not to be loaded; null when it may be.</summary>
    public string? WhySuspended(ForeignCode code) => Why(code.Name, code);

    /// <summary>A handler is tried again since it was defined anew. One that somebody chose to suspend stays so.</summary>
    internal void Forgive(HandlerTarget target)
    {
        lock (_gate)
        {
            if (_suspended.TryGetValue(Mark.NameOfHandler(target), out var suspension) && suspension.Code is null)
                return;
        }

        Lift(Mark.NameOfHandler(target));
    }

    /// <summary>A handler is tried again, and so is its code; false when neither was suspended.</summary>
    internal bool Resume(HandlerTarget target, ForeignCode? code)
    {
        var wasSuspended = Lift(Mark.NameOfHandler(target));
        return (code is not null && Lift(code.Name)) || wasSuspended;
    }

    /// <summary>Foreign code is tried again; false when it was not suspended.</summary>
    /// <param name="name">As in <see cref="ForeignCode"/>.</param>
    public bool Resume(string name) => Lift(name);

    /// <summary>What a death at this moment would leave, for tests.</summary>
    internal byte[] Left() => _file?.Content() ?? [];

    /// <summary>Notes that something foreign begins.</summary>
    internal UnderWay Begin(Mark mark) => _file is null || _isOver ? default : _file.Begin(mark);

    private async ValueTask<UnderWay> BeginAloneAsync(Mark mark, CancellationToken stop)
    {
        await _turn.WaitAsync(stop).ConfigureAwait(false);
        return Begin(mark) with { Turn = new Turn(_turn, _time, LongestTurn) };
    }

    private void Judge(LastEnd end)
    {
        _record = CrashRecord.Read(_recordPath);
        if (end.Left.Count > 0 || end.Cause?.Code is not null)
        {
            _record = CrashVerdict.After(_record, end.Left, end.Cause, _time.GetUtcNow());
            Save();
        }

        if (end.IsDeath)
            _notes.Add($"the previous run of the server crashed{(end.Cause is { } cause ? $": {cause.What}" : end.Left.Count > 0 ? "" : UnknownEnd)}{Under(end.Left.Count)}");

        foreach (var suspension in _record.Suspensions)
        {
            _suspended[suspension.What] = suspension;
            _notes.Add($"{suspension.What} is suspended: {suspension.Reason}");
        }

        _suspects.UnionWith(_record.Strikes.Where(strike => strike.Mark.Event.Length > 0).Select(strike => (strike.Mark.What, strike.Mark.Event)));
    }

    private static string Under(int calls) => calls switch
    {
        0 => "",
        1 => " while 1 call of a plugin or script was under way",
        _ => $" while {calls} calls of plugins or scripts were under way",
    };

    private string? Why(string what, ForeignCode? code)
    {
        lock (_gate)
        {
            if (!_suspended.TryGetValue(what, out var suspension))
                return null;
            if (suspension.Code is not { } known || code is null || known.Name != code.Name || known.Version == code.Version)
                return suspension.Reason;
        }

        Lift(what);
        return null;
    }

    private bool Lift(string what)
    {
        lock (_gate)
        {
            var isSuspended = _suspended.Remove(what);
            if (!_record.Suspensions.Any(suspension => suspension.What == what) && !_record.Strikes.Any(strike => strike.Mark.What == what))
                return isSuspended;
            _record = new CrashRecord
            {
                Strikes = [.. _record.Strikes.Where(strike => strike.Mark.What != what)],
                Suspensions = [.. _record.Suspensions.Where(suspension => suspension.What != what)],
            };
            Save();
            return isSuspended;
        }
    }

    private void Save()
    {
        try
        {
            _record.Write(_recordPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // On a full disk what was decided holds until the end of this run.
        }
    }

    private void NoteException(object sender, UnhandledExceptionEventArgs end)
    {
        if (!_isOver && end.ExceptionObject is Exception error)
            _file?.WriteCause(CrashCause.Of(error).ToString());
    }

    // Neither a signal nor the end of the program: something called for it.
    private void NoteExit(object? sender, EventArgs end)
    {
        if (!_isOver)
            _file?.WriteCause(CrashCause.OfExit(AssemblyLoadContext.All).ToString());
    }

    private void End()
    {
        _isOver = true;
        _file?.Dispose();
    }
}
