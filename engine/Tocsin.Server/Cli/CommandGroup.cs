namespace Tocsin.Server.Cli;

/// <summary>Under which heading the overview shows a command.</summary>
internal enum CommandGroup
{
    /// <summary>Commands that run alerts themselves.</summary>
    Running,

    /// <summary>Commands that work on files.</summary>
    Writing,

    /// <summary>Commands that talk to a server.</summary>
    Talking,

    /// <summary>Commands that look after a server on its own machine, by its folders.</summary>
    Caring,

    /// <summary>Commands that plugins bring.</summary>
    Plugins,
}
