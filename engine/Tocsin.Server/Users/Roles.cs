namespace Tocsin.Server.Users;

/// <summary>What somebody may do. The bits of a role are those of all that it includes.</summary>
[Flags]
internal enum Roles
{
    None = 0,

    /// <summary>See everything but secrets.</summary>
    Read = 1,

    /// <summary>Write points.</summary>
    Write = 2,

    /// <summary>Acknowledge alerts, write notes, send again what was given up; and read.</summary>
    Respond = 4 | Read,

    /// <summary>Define tasks, templates, handlers and sources; and read.</summary>
    Author = 8 | Read,

    /// <summary>Everything.</summary>
    Admin = 16 | Read | Write | Respond | Author,
}
