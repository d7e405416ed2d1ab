using System.Runtime.InteropServices;
using Tocsin.Engine.Hosting;

namespace Tocsin.Server.Cli.Serve;

/// <summary>
/// Ends the process when it was told to stop and takes far too long, as when a script holds all threads that the stop needs as well. Stands on
/// no such thread itself. What is owed is in the store, as after a crash.
/// </summary>
internal sealed class StopDeadline : IDisposable
{
    private readonly ManualResetEventSlim _stopped = new();
    private readonly PosixSignalRegistration[] _signals;
    private readonly Func<TimeSpan> _patience;
    private readonly Action<TimeSpan> _end;
    private int _hasBegun;

    /// <param name="patience">How long a stop may take; asked when it begins.</param>
    /// <param name="end">Ends the process.</param>
    public StopDeadline(Func<TimeSpan> patience, Action<TimeSpan> end)
    {
        _patience = patience;
        _end = end;
        _signals = [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT }.Select(signal => PosixSignalRegistration.Create(signal, _ => Begin()))];
    }

    /// <summary>As long as all that a stop waits for may take, and half a minute.</summary>
    public static TimeSpan PatienceFor(ServerOptions options) => options.Http.ShutdownTimeout + options.Delivery.StopTimeout + TimeSpan.FromSeconds(30);

    /// <summary>The stop begins.</summary>
    public void Begin()
    {
        if (Interlocked.Exchange(ref _hasBegun, 1) == 0)
            new Thread(Wait) { IsBackground = true, Name = "stop deadline" }.Start();
    }

    /// <summary>The stop is done.</summary>
    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _stopped.Set();
    }

    private void Wait()
    {
        var patience = _patience();
        if (!_stopped.Wait(patience))
            _end(patience);
    }
}
