namespace Tocsin.Server.Logging;

/// <summary>The part of the server that an entry comes from, as those who follow the log know it: <c>http</c>, <c>kapacitor</c> for tasks.</summary>
internal static class LogService
{
    public static string Of(string category) =>
        category.Contains(".Http.", StringComparison.Ordinal) ? "http"
        : category == "tocsin.task" ? "kapacitor"
        : category[(category.LastIndexOf('.') + 1)..];
}
