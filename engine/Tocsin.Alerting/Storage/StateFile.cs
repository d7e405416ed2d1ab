namespace Tocsin.Alerting.Storage;

/// <summary>The file that holds the state of a data folder.</summary>
public static class StateFile
{
    public const string Name = "tocsin.db";
}
