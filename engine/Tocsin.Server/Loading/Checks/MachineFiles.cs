using Tocsin.Alerting.Configuration.Reading;

namespace Tocsin.Server.Loading.Checks;

/// <summary>The files that definitions name, for whoever checks them: those of this machine, or files of which nothing is known and nothing is said.</summary>
internal sealed class MachineFiles
{
    /// <summary>The files of this machine.</summary>
    public static readonly MachineFiles Here = new(true);

    /// <summary>For texts of strangers: no file is opened or looked for, and each counts as there.</summary>
    public static readonly MachineFiles Unknown = new(false);

    private MachineFiles(bool areKnown) => AreKnown = areKnown;

    /// <summary>True when it is known what they say.</summary>
    public bool AreKnown { get; }

    /// <summary>False when it is known that there is no such file.</summary>
    public bool MayHave(string path) => !AreKnown || File.Exists(path);

    /// <summary>False when it is known that there is no such folder.</summary>
    public bool MayHaveFolder(string path) => !AreKnown || Directory.Exists(path);

    /// <summary>What a file holds, see <see cref="RegularFile.ReadBytes(string, long)"/>; null when that is not known.</summary>
    /// <exception cref="IOException">The file is missing or too large.</exception>
    public byte[]? Read(string path, long most) => AreKnown ? RegularFile.ReadBytes(path, most) : null;
}
