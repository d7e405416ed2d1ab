namespace Tocsin.Server.Http.Status;

/// <summary>States in the words of the API.</summary>
internal static class StatusWords
{
    public static string Of(TaskState state) => state switch
    {
        TaskState.Failed => "failed",
        TaskState.Lagging => "lagging",
        TaskState.Erring => "erring",
        TaskState.Crowded => "crowded",
        TaskState.Outdated => "outdated",
        TaskState.Running => "running",
        _ => "disabled",
    };

    public static string Of(HandlerState state) => state switch
    {
        HandlerState.Suspended => "suspended",
        HandlerState.Broken => "broken",
        HandlerState.Stuck => "stuck",
        HandlerState.Unmatched => "match-fails",
        HandlerState.Down => "down",
        HandlerState.Failing => "failing",
        HandlerState.Refused => "refused",
        HandlerState.Undeliverable => "cannot-deliver",
        _ => "ok",
    };
}
