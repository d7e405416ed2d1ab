namespace Tocsin.Alerting.Storage.Rows;

/// <summary>What handlers were notified of in a time.</summary>
/// <param name="Hours">Notifications of problems at each hour of the day, in UTC.</param>
/// <param name="Loudest">Those of each alert, the most first.</param>
public sealed record LedgerNoise(IReadOnlyList<long> Hours, IReadOnlyList<LoudAlert> Loudest);
