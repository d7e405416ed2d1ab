namespace Tocsin.Plugins.VictorOps;

/// <summary>The lengths VictorOps takes.</summary>
internal static class Limits
{
    public const int EntityId = 512;
    public const int DisplayName = 1024;
    public const int StateMessage = 20_480;
    public const int Annotation = 1124;
    public const int CustomField = 1024;
}
