namespace Tocsin.Pipelines.Data.LineProtocol;

/// <summary>How far a body has been read that is read in parts.</summary>
internal struct ReadProgress()
{
    /// <summary>The byte to go on at.</summary>
    public int At { get; set; }

    public int Line { get; set; } = 1;

    /// <summary>Where the line begins.</summary>
    public int LineStart { get; set; }

    /// <summary>The bad lines so far; null when there are none.</summary>
    public List<LineError>? Errors { get; set; }
}
