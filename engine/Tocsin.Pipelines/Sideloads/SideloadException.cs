namespace Tocsin.Pipelines.Sideloads;

/// <summary>Values cannot be loaded; the message says from where and why.</summary>
internal sealed class SideloadException(string message) : Exception(message);
