namespace Tocsin.Server.Reloading;

/// <summary>What is to be read again.</summary>
[Flags]
internal enum ReloadScope
{
    None = 0,

    /// <summary>The configuration file.</summary>
    Configuration = 1,

    /// <summary>Plugins, and the folder of definitions.</summary>
    Definitions = 2,

    All = Configuration | Definitions,
}
