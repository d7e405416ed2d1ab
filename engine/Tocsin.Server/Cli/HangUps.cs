using System.Runtime.InteropServices;

namespace Tocsin.Server.Cli;

/// <summary>
/// Signals to read everything again, SIGHUP, which from now on do not end the process any more. One that comes before anybody can read is remembered. Safe
/// for any thread.
/// </summary>
internal sealed class HangUps : IDisposable
{
    private readonly Lock _gate = new();
    private readonly PosixSignalRegistration _registration;
    private Action? _take;
    private bool _isAwaited;

    public HangUps() => _registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
    {
        signal.Cancel = true;
        Note();
    });

    /// <summary>Those of a process that was started to serve; null for all others, which a terminal that is closed ends.</summary>
    /// <param name="arguments">Its command line.</param>
    public static HangUps? For(string[] arguments) => arguments is ["serve", ..] ? new HangUps() : null;

    /// <summary>Says who takes the signals, at once if one has come already.</summary>
    public void SendTo(Action take)
    {
        lock (_gate)
        {
            _take = take;
            if (!_isAwaited)
                return;
            _isAwaited = false;
        }

        take();
    }

    /// <summary>A signal has come.</summary>
    internal void Note()
    {
        Action? take;
        lock (_gate)
        {
            take = _take;
            _isAwaited = take is null;
        }

        take?.Invoke();
    }

    public void Dispose() => _registration.Dispose();
}
