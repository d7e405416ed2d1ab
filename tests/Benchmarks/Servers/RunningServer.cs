namespace Tocsin.Benchmarks.Servers;

/// <summary>A server that somebody else started, and that goes on after it was measured.</summary>
internal sealed class RunningServer(Uri url, int pid) : MeasuredServer("peer")
{
    public override Task<ServerSession> OpenAsync() => Task.FromResult(new ServerSession(url, pid, null));
}
