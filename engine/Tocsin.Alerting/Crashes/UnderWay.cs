namespace Tocsin.Alerting.Crashes;

/// <summary>A mark that stands until it is disposed.</summary>
public readonly struct UnderWay : IDisposable
{
    private readonly UnderWayFile? _file;
    private readonly int _slot;

    internal UnderWay(UnderWayFile? file, int slot)
    {
        _file = file;
        _slot = slot;
    }

    /// <summary>Set for what is tried alone: lets the next one have its turn.</summary>
    internal Turn? Turn { private get; init; }

    /// <summary>Ends the mark.</summary>
    public void Dispose()
    {
        _file?.End(_slot);
        Turn?.Dispose();
    }
}
