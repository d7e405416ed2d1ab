namespace Tocsin.Alerting.Handlers;

/// <summary>Marks a kind of handlers whose definitions say what is run on this machine: who may define one is as powerful as the server.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RunsProgramsAttribute : Attribute;
