namespace Tocsin.Pipelines.Data;

/// <summary>
/// A generation of interned series. When writers make up series without end the table starts over with a new epoch, and all that was
/// remembered for the old one is let go.
/// </summary>
internal sealed class SeriesEpoch(int number)
{
    public int Number { get; } = number;
}
