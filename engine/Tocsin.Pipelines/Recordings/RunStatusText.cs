namespace Tocsin.Pipelines.Recordings;

/// <summary>The words for <see cref="RunStatus"/> in the API and the store.</summary>
public static class RunStatusText
{
    public static string Text(this RunStatus status) => status switch
    {
        RunStatus.Running => "running",
        RunStatus.Finished => "finished",
        _ => "failed",
    };

    internal static RunStatus Parse(string text) => text switch
    {
        "running" => RunStatus.Running,
        "finished" => RunStatus.Finished,
        _ => RunStatus.Failed,
    };
}
