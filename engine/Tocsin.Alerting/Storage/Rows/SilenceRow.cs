namespace Tocsin.Alerting.Storage.Rows;

/// <summary>A silence as the store keeps it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Definition">What it says, as JSON.</param>
/// <param name="CreatedUnixMilliseconds">When it was made.</param>
/// <param name="UpdatedUnixMilliseconds">When it was changed last.</param>
/// <param name="EndedUnixMilliseconds">When somebody ended it, or what it was made for; null while only its own times say so.</param>
public sealed record SilenceRow(string Id, string Definition, long CreatedUnixMilliseconds, long UpdatedUnixMilliseconds, long? EndedUnixMilliseconds);
