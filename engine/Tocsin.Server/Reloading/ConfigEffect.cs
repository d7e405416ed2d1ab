namespace Tocsin.Server.Reloading;

/// <summary>From when on a changed key of the configuration counts.</summary>
internal enum ConfigEffect
{
    /// <summary>From the reload on.</summary>
    AtOnce,

    /// <summary>For each task from its next start on.</summary>
    WithTask,

    /// <summary>From the next start of the server on.</summary>
    WithServer,
}
