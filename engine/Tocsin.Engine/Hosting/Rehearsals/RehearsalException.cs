namespace Tocsin.Engine.Hosting.Rehearsals;

/// <summary>A rehearsal cannot go on; the message is for people.</summary>
public sealed class RehearsalException(string message) : Exception(message);
