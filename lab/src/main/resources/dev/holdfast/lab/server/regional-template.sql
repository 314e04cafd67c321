create role app login;

create database @database@;

