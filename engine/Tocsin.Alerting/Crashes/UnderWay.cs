namespace Tocsin.Alerting.Crashes;

/// <summary>A mark that stands until it is disposed.</summary>
internal readonly struct UnderWay(UnderWayFile? file, int slot) : IDisposable
{
    /// <summary>Set for what is tried alone: lets the next one have its turn.</summary>
    public Turn? Turn { private get; init; }

    public void Dispose()
    {
        file?.End(slot);
        Turn?.Dispose();
    }
}
