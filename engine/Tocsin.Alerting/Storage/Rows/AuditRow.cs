namespace Tocsin.Alerting.Storage.Rows;

/// <summary>Something that somebody changed.</summary>
public sealed record AuditRow
{
    /// <summary>Grows with each row; 0 for one that is yet to be kept.</summary>
    public long Number { get; init; }

    /// <summary>When, in milliseconds since 1970.</summary>
    public required long At { get; init; }

    /// <summary>The name of the user; <c>token:NAME</c> and <c>jwt:NAME</c> for tokens; empty when nobody had to say who they are.</summary>
    public required string By { get; init; }

    /// <summary>The address of the machine that it came from; empty for the server itself.</summary>
    public required string From { get; init; }

    /// <summary>What was done: the method of a request, or a word for what the server did itself.</summary>
    public required string Action { get; init; }

    /// <summary>To what: the path of a request, and the name of what it made.</summary>
    public required string Target { get; init; }
}
