namespace Tocsin.Alerting.Storage.Rows;

/// <summary>How often handlers were notified of an alert.</summary>
/// <param name="Id">The alert's id.</param>
/// <param name="Target">One of the handlers, <c>topic/handler</c>.</param>
/// <param name="Problems">Notifications of levels above OK.</param>
/// <param name="Critical">Those of CRITICAL among them.</param>
/// <param name="Recoveries">Notifications of its end.</param>
/// <param name="LastUnixMilliseconds">When the last one was raised, milliseconds since 1970 in UTC.</param>
public sealed record LoudAlert(string Id, string Target, long Problems, long Critical, long Recoveries, long LastUnixMilliseconds);
