namespace Tocsin.Server.Cli.Texts;

/// <summary>How a terminal shows states and levels.</summary>
internal static class StateColor
{
    public static string Of(string state) => state switch
    {
        "failed" or "suspended" or "broken" or "match-fails" or "down" or "refused" or "cannot-deliver" or "closed" or "CRITICAL" => "red",
        "lagging" or "erring" or "outdated" or "failing" or "incomplete" or "WARNING" => "yellow",
        "INFO" => "blue",
        "disabled" => "dim",
        _ => "green",
    };
}
