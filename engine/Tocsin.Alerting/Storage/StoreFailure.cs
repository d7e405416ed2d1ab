namespace Tocsin.Alerting.Storage;

/// <summary>Changes cannot be written at the moment: they wait, and so do those who made them.</summary>
/// <param name="Since">When the first try failed.</param>
/// <param name="Message">What is wrong with which file, and the way out.</param>
public sealed record StoreFailure(DateTimeOffset Since, string Message);
