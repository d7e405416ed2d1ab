using System.Collections.Immutable;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Server.Users;

/// <summary>
/// The users. As long as there are any, one of them is an administrator: nobody can lock all out by a slip. Safe for any number of threads.
/// </summary>
internal sealed class UserRegistry
{
    public const int LongestName = 128;

    // Each is compared with in memory, and a list shows them all.
    private const int Most = 10_000;

    // Says that there were users: a state file that lost them must not open the server.
    private const string MarkName = "sign-in-required";

    private readonly IAccessRecords _records;
    private readonly TimeProvider _time;
    private readonly string? _mark;
    private readonly SemaphoreSlim _one = new(1);
    private volatile ImmutableSortedDictionary<string, UserRow> _users;
    private volatile bool _isMarked;

    /// <param name="folder">The data folder; null for none.</param>
    public UserRegistry(IAccessRecords records, TimeProvider time, string? folder)
    {
        (_records, _time, _mark) = (records, time, folder is null ? null : Path.Combine(folder, MarkName));
        _users = records.LoadUsers().ToImmutableSortedDictionary(user => user.Name, user => user, StringComparer.Ordinal);
        _isMarked = _mark is not null && File.Exists(_mark);
        if (!_isMarked && _users.Count > 0)
            Mark();
    }

    /// <summary>Called after a change: what was found out about callers before may be wrong now.</summary>
    public event Action? Changed;

    /// <summary>By name.</summary>
    public IEnumerable<UserRow> All => _users.Values;

    /// <summary>True when there are users, or were: then callers must say who they are.</summary>
    public bool IsAskedFor => _isMarked || _users.Count > 0;

    public bool IsEmpty => _users.IsEmpty;

    public UserRow? Find(string name) => _users.GetValueOrDefault(name);

    /// <summary>Whether a data folder says that there were users.</summary>
    public static bool IsMarked(string folder) => File.Exists(Path.Combine(folder, MarkName));

    /// <exception cref="UserException">The user cannot be.</exception>
    public Task AddAsync(string name, string password, Roles roles) => ChangeAsync(users =>
    {
        CheckName(name);
        if (users.ContainsKey(name))
            throw new UserException($"user '{name}' already exists: 'tocsin users password {name}' changes the password", isConflict: true);
        if (users.Count >= Most)
            throw new UserException($"there are {Most} users already, which is the limit", isConflict: true);
        return New(name, password, roles, null);
    });

    /// <summary>Gives another password, other roles, or both.</summary>
    /// <exception cref="UserException">There is no such user, or it cannot be so.</exception>
    public Task ChangeAsync(string name, string? password, Roles? roles) => ChangeAsync(users =>
    {
        var before = users.GetValueOrDefault(name) ?? throw Unknown(name);
        var after = password is null ? before with { Changed = Now } : New(name, password, RoleNames.Read(before.Roles), before);
        return roles is { } others ? after with { Roles = RoleNames.Write(CheckRoles(others)) } : after;
    });

    /// <summary>Makes somebody an administrator with a new password, whether there is such a user or not.</summary>
    /// <exception cref="UserException">The name or the password cannot be.</exception>
    public Task ResetAsync(string name, string password) => ChangeAsync(users =>
    {
        CheckName(name);
        return New(name, password, Roles.Admin, users.GetValueOrDefault(name));
    });

    /// <exception cref="UserException">There is no such user, or no administrator would be left.</exception>
    public async Task RemoveAsync(string name)
    {
        await _one.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!_users.ContainsKey(name))
                throw Unknown(name);
            var after = _users.Remove(name);
            CheckAdmin(after);
            await _records.CommitAsync((IAccessWriter writer) => writer.DeleteUser(name)).ConfigureAwait(false);
            _users = after;
        }
        finally
        {
            _one.Release();
        }

        Changed?.Invoke();
    }

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task ChangeAsync(Func<ImmutableSortedDictionary<string, UserRow>, UserRow> change)
    {
        await _one.WaitAsync().ConfigureAwait(false);
        try
        {
            var user = change(_users);
            var after = _users.SetItem(user.Name, user);
            CheckAdmin(after);
            await _records.CommitAsync((IAccessWriter writer) => writer.SaveUser(user)).ConfigureAwait(false);
            _users = after;
            Mark();
        }
        finally
        {
            _one.Release();
        }

        Changed?.Invoke();
    }

    private UserRow New(string name, string password, Roles roles, UserRow? before)
    {
        if (Passwords.ProblemOf(password) is { } problem)
            throw new UserException(problem);
        return new UserRow(name, Passwords.Hash(password), RoleNames.Write(CheckRoles(roles)), before?.Created ?? Now, Now);
    }

    private void Mark()
    {
        if (_isMarked)
            return;
        if (_mark is not null)
            PrivateFile.Open(_mark, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite).Dispose();
        _isMarked = true;
    }

    private static void CheckAdmin(ImmutableSortedDictionary<string, UserRow> users)
    {
        if (!users.Values.Any(user => RoleNames.Read(user.Roles) == Roles.Admin))
            throw new UserException("this would leave no administrator: give another user the role admin first", isConflict: true);
    }

    private static Roles CheckRoles(Roles roles) =>
        roles == Roles.None ? throw new UserException($"a user needs a role: {RoleNames.Known}") : roles;

    // A colon ends the name in the credentials of HTTP; a tilde begins those that are not users.
    private static void CheckName(string name)
    {
        if (name.Length is 0 or > LongestName || name.StartsWith('~') || name.AsSpan().ContainsAny(":,") || name.Any(char.IsControl) || name.Trim() != name)
            throw new UserException($"invalid user name '{name}': 1 to {LongestName} characters, no ':' or ',', not starting with '~', no leading or trailing spaces");
    }

    private static UserException Unknown(string name) => new($"no user '{name}': 'tocsin users' lists them", isMissing: true);
}
