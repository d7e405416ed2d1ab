namespace Tocsin.Plugins.VictorOps;

/// <summary>The system that handlers of both kinds notify, and that the source hears from.</summary>
internal static class VictorOpsSystem
{
    public const string Name = "victorops";
}
