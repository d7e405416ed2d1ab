namespace Tocsin.Alerting.Handlers;

/// <summary>Ways in which a definition uses the server's machine.</summary>
public enum MachineUseKind
{
    /// <summary>It runs a program.</summary>
    Program,

    /// <summary>It runs code that stands in itself.</summary>
    Code,

    /// <summary>It runs the code of a file.</summary>
    Script,

    /// <summary>It writes a file.</summary>
    WrittenFile,
}
